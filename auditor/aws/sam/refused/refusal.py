"""Why the translator of SAM refuses something, or drops it without a word."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from auditor.model.path import Path
from auditor.template.template import Resource
from auditor.template.values import Case


class Refusal(Enum):
    """Why SAM does not do what a template says."""

    FOREIGN_BUCKET = "foreign bucket"
    """An S3 event on a bucket that the template does not declare."""
    UNKNOWN_POLICY = "unknown policy"
    """A policy that is neither a document nor one of the templates of SAM."""
    MISSING_PARAMETER = "missing parameter"
    """A template of a policy without a value that it needs."""
    WRAPPED_POLICY = "wrapped policy"
    """A policy in the shape that IAM roles have it."""
    DROPPED_POLICIES = "dropped policies"
    """Policies beside a role that is given."""
    UNKNOWN_GLOBAL = "unknown global"
    """An item of `IgnoreGlobals` that `Globals` do not have."""
    TRIGGER_TWICE = "trigger twice"
    """A trigger of a user pool that has a function already."""
    UNKNOWN_DEFAULT = "unknown default"
    """A default authorizer that the API does not have."""
    NO_IMAGE = "no image"
    """A function of an image that is neither named nor built."""
    NO_TEXT = "no text"
    """A function where SAM reads a logical ID."""
    NO_ALIAS = "no alias"
    """A function where SAM reads the name of an alias."""
    NO_KEY = "no key"
    """A function with the text of an S3 URI, where SAM reads a text or a bucket and a key."""
    BY_FUNCTION = "by function"
    """A function where SAM reads what is written."""
    BLANK = "blank"
    """An empty text where SAM needs a version."""
    ACCESS_TWICE = "access twice"
    """A second way to prove who asks a source of events."""
    ACCESS_MISSING = "access missing"
    """A source of events without a kind of access that it needs."""
    FOREIGN_ACCESS = "foreign access"
    """A kind of access that the source of events does not have."""
    NO_PARAMETERS = "no parameters"
    """A template of a policy with a value in place of the mapping of its parameters."""
    NO_SUCH_PAYLOAD = "no such payload"
    """An authorizer by a function that is sent neither a token nor a request."""
    NO_IDENTITY = "no identity"
    """An authorizer of requests that looks at nothing of them."""
    UNKNOWN_RESOURCE = "unknown resource"
    """A connector of a resource that the template does not have."""
    ID_AND_MORE = "id and more"
    """A connector of a resource that is said both by its logical ID and by what it is."""
    FOREIGN_PARAMETERS = "foreign parameters"
    """Parameters of a route of a WebSocket API at which no client connects."""
    NOT_CONNECTED = "not connected"
    """A connector of two types that none connects."""
    NO_SUCH_PERMISSION = "no such permission"
    """A connector with permissions that there are not between its types."""
    OTHER_KIND = "other kind"
    """A value of another kind than SAM reads there."""
    NO_MAPPING = "no mapping"
    """A definition of an API with something else where SAM needs a mapping."""
    LACKING = "lacking"
    """A connector without a part that it needs."""


class Refused(Struct, frozen=True):
    """One of them.

    `name` is what it is about: the template of a policy, the parameter that it misses, a property;
    `names` are those that there are, and `given` is what has no place there.
    """

    holder: Resource
    why: Refusal
    path: Path
    case: Case
    name: str = ""
    names: tuple[str, ...] = ()
    given: str = ""
