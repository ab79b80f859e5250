"""object-key-encoding"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.code import (
    CodeFile,
    EncodedKey,
    encoded_keys,
    import_of_decoding,
    imports_decoding,
)

_SPACES = r".replace(/\+/g, ' ')"


@rule(
    id="object-key-encoding",
    severity=Severity.INFO,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def object_key_encoding(file: CodeFile) -> Iterator[Finding]:
    """The key of an object in an event of Amazon S3, used without being decoded.

    ## What it does
    Finds `["s3"]["object"]["key"]` of a record in Python, and `.s3.object.key` in JavaScript, where
    it becomes the `Key` of a call without being decoded, or is decoded by `decodeURIComponent`,
    which leaves plus signs as they are. It is silent where anything in the file may decode the key:
    `unquote` of something else, `replace`, `querystring` and others.

    ## Why it fails
    S3 encodes the keys in its events as in the query of an address: `red flower.jpg` is
    `red+flower.jpg`. A call with that key finds no object, the function raises for it, and after
    two more attempts the event is lost. Keys of letters, digits, slashes and dots alone are the
    same, so that it is a hint.

    ## Error
    ```
    NoSuchKey: The specified key does not exist.
    ```
    Python says `An error occurred (NoSuchKey) when calling the GetObject operation`. People say
    that it fails where the `key contains spaces`, for `keys with spaces`, for `special characters
    or white space`, or since S3 does `replace spaces with plus signs`.

    ## Fix safety
    Unsafe, since it changes what the code does: Python gets `unquote_plus` of `urllib.parse`, and
    JavaScript `decodeURIComponent` of the key with spaces for its plus signs. In a deployed stack
    the code changes in place, and does the same as before for keys that need no encoding.

    ## References
    - [Structure of the events](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html)
    - [AWS's own example decodes the key](https://docs.aws.amazon.com/lambda/latest/dg/with-s3-example.html)
    - Error, documented: [error responses](https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html)
    """
    for key in encoded_keys(file):
        missed = "its plus signs" if key.is_decoded else "it"
        yield file.finding(
            key.span,
            f"{file.label} uses the key of an S3 event without decoding {missed}, and does not find"
            " objects with a space in their name",
            confidence=Confidence.MEDIUM,
            fix=_fix(file, key),
        )


def _fix(file: CodeFile, key: EncodedKey) -> Fix:
    written = file.text[key.span.start : key.span.end]
    if file.python is not None:
        edits = [(key.span, f"unquote_plus({written})")]
        if not imports_decoding(file.python):
            added = import_of_decoding(file.python)
            edits = [] if added is None else [added, *edits]
        title = "Use unquote_plus(...) of urllib.parse"
    else:
        shown = written + _SPACES
        text = shown if key.is_decoded else f"decodeURIComponent({shown})"
        edits, title = [(key.span, text)], "Replace the plus signs, and decode the key"
    changes = file.changes(edits)
    return Fix(title, changes, Safety.UNSAFE) if changes else Fix(title, safety=Safety.DISPLAY)
