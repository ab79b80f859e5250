"""Public parameters of Systems Manager with the images of Amazon Linux, by their names.

https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
https://docs.aws.amazon.com/linux/al2023/ug/kernel-update.html
https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/machine-image/machine-image.ts
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.expression import expression
from auditor.model.edit import Edit, ReplaceText
from auditor.model.path import Path
from auditor.template.template import Template

_FOLDER = "/aws/service/ami-amazon-linux-latest/"
_STORED = "AWS::SSM::Parameter::Value<"
_NAME = expression(r"\{\{resolve:ssm:/aws/service/ami-amazon-linux-latest/([\w.-]+)(?::\d+)?\}")
_FORMS = {
    "al2023-ami-": expression(
        r"al2023-ami-(minimal-)?kernel-(default|\d{1,2}\.\d{1,3})-(arm64|x86_64)"
    ),
    "amzn2-ami-": expression(
        r"amzn2-ami-(minimal-)?(kernel-\d{1,2}\.\d{1,3}-)?hvm-(arm64|x86_64)-(ebs|gp2)"
    ),
}
"""How names are formed, by what they begin with; of others nothing is known."""
_USUAL = {"al2023-ami-": "al2023-ami-kernel-default-{0}", "amzn2-ami-": "amzn2-ami-hvm-{0}-gp2"}


class MissingImage(Struct, frozen=True):
    """A name at a path that no such parameter has, and the usual one for its architecture.

    It stands in the text from `start` to `end`, with its version.
    """

    path: Path
    label: str
    name: str
    usual: str
    start: int
    end: int
    is_default: bool

    words: ClassVar[tuple[str, ...]] = ("ami-amazon-linux-latest",)

    @classmethod
    def find(cls, template: Template) -> Iterator[MissingImage]:
        """The defaults of parameters, then what resources resolve."""
        if template.is_filled_in:
            return
        for name, parameter in template.parameters.items():
            kind, default = parameter.get("Type"), parameter.get("Default")
            if isinstance(kind, str) and kind.startswith(_STORED) and isinstance(default, str):
                is_public = default.startswith(_FOLDER)
                image = default.removeprefix(_FOLDER).partition(":")[0]
                if is_public and (usual := _usual(image)):
                    at: Path = ("Parameters", name, "Default")
                    label, ends = template.label_at(at), (len(_FOLDER), len(default))
                    yield cls(at, label, image, usual, *ends, is_default=True)
        for contents in template.walked.section("Resources"):
            for path, text in contents.texts:
                for found in _NAME.finditer(text):
                    if usual := _usual(found[1]):
                        label, ends = template.label_at(path), (found.start(1), found.end() - 1)
                        yield cls(path, label, found[1], usual, *ends, is_default=False)

    @property
    def correction(self) -> Edit:
        """Puts the usual name in the place of this one."""
        return ReplaceText(self.path, self.start, self.end, self.usual)


def _usual(name: str) -> str | None:
    """The usual name for the architecture of one that there is not; None for one that there is."""
    for begin, form in _FORMS.items():
        if name.startswith(begin) and form.fullmatch(name) is None:
            return _USUAL[begin].format("arm64" if "arm64" in name else "x86_64")
    return None
