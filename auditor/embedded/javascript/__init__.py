"""What a JavaScript or TypeScript source file provides to the Lambda runtime, and what it does.

The runtime splits `Handler` (without its folders) at the first dot, loads the left part with
`require` or `import`, and follows the right part property by property: `index.a.b` is `b` of the
export `a`. A missing property, or one that is no function, is `Runtime.HandlerNotFound`.
Source: `_splitHandlerString`, `_resolveHandler` and `load` in
https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/UserFunction.js
"""

from __future__ import annotations

from auditor.embedded.code import UNREADABLE, Module
from auditor.embedded.facts import UNREADABLE_FACTS, Facts
from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.exports import Exports
from auditor.embedded.javascript.faults import (
    syntax_fault,
    uses_module_syntax,
    uses_top_level_await,
)
from auditor.embedded.javascript.reader import facts_of
from auditor.embedded.javascript.records import records_of_messages, unguarded_records

__all__ = [
    "facts",
    "read",
    "records_of_messages",
    "syntax_fault",
    "unguarded_records",
    "uses_module_syntax",
    "uses_top_level_await",
]


def read(source: str, *, typescript: bool = False) -> Module:
    """Tell which names `source` exports and which of them can be handlers.

    `names` holds the first property only: for `index.a.b`, look for `a`. An export counts wherever
    it stands in the file, since its function may run while the file is loaded; a handler only
    where it is exported at the top level. `parses` is False where the grammar at hand finds an
    error, which a newer Node.js may not; callers stay silent about it.
    """
    root = syntax.parse(source, typescript=typescript)
    if root is None:
        return UNREADABLE
    exports = Exports(root)
    exports.collect(root)
    return Module(
        names=frozenset(exports.names),
        handlers=exports.handlers(),
        complete=exports.complete,
        parses=True,
    )


def facts(source: str, *, typescript: bool = False) -> Facts:
    """What `source` shows of what it does when it runs."""
    found = facts_of(source, typescript=typescript)
    return UNREADABLE_FACTS if found is None else found
