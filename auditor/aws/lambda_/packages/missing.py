"""What an import lacks: the nouns that packages are judged by."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from auditor.aws.lambda_.code.use import Use
from auditor.data.distributions import ExtraNeed
from auditor.embedded.facts import Import


class Lack(Enum):
    """Why a module is not there."""

    RUNTIME = "runtime"
    """The runtime does not bring it, and nothing else can: the code stands in the template."""
    VERSION = "version"
    """Other versions of the language have it, this one has not."""
    FOLDER = "folder"
    """The code's folder has neither the module nor a list of packages."""
    LIST = "list"
    """The list of packages in the code's folder does not bring it."""
    DEVELOPMENT = "development"
    """The list of packages has it for developers only."""
    EXTRA = "extra"
    """The list of packages has the distribution without the extra that the import needs."""
    EMPTIED = "emptied"
    """The module is there, but what the code wants of it was removed."""
    INLINE_ONLY = "inline only"
    """Lambda adds the module to code in the template only."""
    SPELLING = "spelling"
    """Lambda adds the module only where it is imported in other words."""


class Shortage(Struct, frozen=True):
    """Why a module is not there, and the list of packages that should bring it, if there is one.

    `is_installed` says that the list is the one which builds install from.
    """

    lack: Lack
    file: str | None = None
    is_installed: bool = False
    extra: ExtraNeed | None = None


class MissingModule(Struct, frozen=True):
    """An import that fails in a function.

    `module` is the name to speak of it by: a top-level module, an npm package. `is_certain` says
    that every deployment of the function has this code and a runtime without the module, and
    `has_layers` that a layer may bring it nevertheless.
    """

    imported: Import
    module: str
    runtime: str
    use: Use
    why: Shortage
    is_certain: bool
    has_layers: bool

    @property
    def is_fatal(self) -> bool:
        """Whether the first invocation fails, whatever the event."""
        is_run = self.imported.at_load and self.imported.certain
        return self.is_certain and is_run and not self.has_layers and self.use.folder is None
