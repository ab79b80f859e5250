"""All the source code of one function, as far as the template and its folder show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.lambda_.code.file import CodeFile, codes
from auditor.aws.lambda_.code.use import Use
from auditor.aws.lambda_.function import LambdaFunction
from auditor.template.template import Template
from auditor.template.values import Case


class FunctionCode(Struct, frozen=True):
    """The code of a function in one case: the files that the Handler names, and their imports."""

    use: Use
    files: tuple[CodeFile, ...]

    types: ClassVar[tuple[str, ...]] = LambdaFunction.types

    @classmethod
    def find(cls, template: Template) -> Iterator[FunctionCode]:
        """The code of all functions; that which cannot be seen is left out."""
        return (cls(use, files) for use, files in codes(template))

    @property
    def fn(self) -> LambdaFunction:
        """The function."""
        return self.use.fn

    @property
    def case(self) -> Case:
        """The case of the code."""
        return self.use.code

    @property
    def entries(self) -> tuple[CodeFile, ...]:
        """The files that the Handler names."""
        return self.files[: self.use.count]

    @property
    def is_certain(self) -> bool:
        """Whether the function has this very code in every deployment."""
        return self.case.certain and not self.case.when

    @property
    def is_complete(self) -> bool:
        """Whether no other code of the author can run.

        All files are found and can be read, nothing is loaded by a computed name, and no layer is
        attached.
        """
        has_layers = self.fn.resource.has("Layers") is not False
        is_plain = all(file.facts.parses and not file.facts.opaque for file in self.files)
        return self.use.has_all_files and not has_layers and is_plain
