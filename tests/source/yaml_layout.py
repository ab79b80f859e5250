"""Writes a tree as YAML in a random layout, and knows nothing of the code under test."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

import yaml

from auditor.model.tree import Tree, same

_SAFE_PLAIN = re.compile(r"[A-Za-z0-9_/$~.][^\n]*")
_UNSAFE_IN_PLAIN = re.compile(
    r": |:$| #|\t|^\s|\s$|^---|^\.\.\.|[\u2028\u2029\x85]|"
    r"[^\x20-\x7e\xa0-\ud7ff\U00010000-\U0010ffff]"
)
_FOLDABLE = re.compile(r"[!-~é]+(?:[ \n][!-~é]+)*\n?")
_WORDS = re.compile(r"\S+(?: \S+)+")
_RESOLVER: Any = yaml.SafeLoader("")
_COMMENTS = ("plain", "it's", 'a "quote', "key: value", "- item", "# more", "{", "é \U0001f600", "")


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a string needs no quotes."""
    if not _SAFE_PLAIN.fullmatch(text) or _UNSAFE_IN_PLAIN.search(text):
        return False
    if flow and re.search(r"[,\[\]{}]|:\S", text):
        return False
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return tag.endswith((":str", ":timestamp"))


class YamlLayout:
    """One random way to write YAML. With `odd`, also what authors rarely do."""

    def __init__(self, rng: Random, *, odd: bool, comments: bool = True) -> None:
        self.rng = rng
        self.odd = odd
        self.step = rng.choice((2, 2, 4, 1, 3, 8))
        self.offset = rng.choice((0, self.step, 2))
        self.short = rng.randrange(3)
        self.blank_lines = rng.randrange(4)
        self.comment_rate = rng.choice((0, 0, 8, 3)) if comments else 0
        self.quote_rate = rng.choice((0, 3, 1))
        self.flow_rate = rng.choice((0, 6, 2))
        self.anchors: list[tuple[str, Tree]] = []
        self.anchor_count = 0
        self.written_comments: list[str] = []
        self.block_at_end = False
        self.keeps = False

    def once_in(self, count: int) -> bool:
        """True once in `count` throws, never for 0."""
        return count > 0 and self.rng.randrange(count) == 0

    def document(self, tree: Tree) -> str:
        """The text of a whole document."""
        head = self.rng.choice(("", "", "", "---\n", "\n"))
        if self.once_in(self.comment_rate):
            head = self.comment() + "\n---\n"
        elif self.odd and self.once_in(8):
            head = "%YAML 1.1\n---\n"
        body = self.value(tree, -1).removeprefix("\n")
        text = head + self.comment_line(0) + body
        text += "\n" if self.block_at_end else self.rng.choice(("\n", "\n", "\n\n", ""))
        if self.odd and self.once_in(8) and text.endswith("\n"):
            text += "...\n"
        newline = "\r\n" if self.once_in(5) else "\n"
        return text.replace("\n", newline)

    def comment(self) -> str:
        """A comment that no other is equal to."""
        written = f"# {len(self.written_comments)} {self.rng.choice(_COMMENTS)}".rstrip()
        self.written_comments.append(written)
        return written

    def comment_line(self, column: int) -> str:
        """Perhaps a comment, or a blank line, on lines of its own."""
        lines = ""
        if self.once_in(self.blank_lines * 3):
            lines += "\n" * self.rng.randrange(1, 3)
        if self.once_in(self.comment_rate):
            wild = self.odd and not self.block_at_end and self.once_in(3)
            place = self.rng.randrange(column + 6) if wild else column
            lines += " " * place + self.comment() + "\n"
            if self.once_in(4):
                lines += " " * column + self.comment() + "\n"
        return lines if not self.block_at_end or not self.keeps else lines.lstrip("\n")

    def trailing(self) -> str:
        """Perhaps a comment behind something on its line."""
        if not self.once_in(self.comment_rate * 2):
            return ""
        return self.rng.choice((" ", "  ")) + self.comment()

    def value(self, value: Tree, column: int, *, in_list: bool = False) -> str:
        """What stands behind `key:` or `-` of an entry at a column."""
        for name, known in self.anchors:
            if self.once_in(2) and same(known, value):
                self.block_at_end = False
                return f" *{name}" + self.trailing()
        anchor = ""
        name = ""
        can_have = isinstance(value, str) or (isinstance(value, dict | list) and bool(value))
        if self.odd and can_have and column >= 0 and self.once_in(12):
            self.anchor_count += 1
            name = f"n{self.anchor_count}"
            anchor = f" &{name}"
        written = anchor + self.content(value, column, in_list=in_list, compact=not anchor)
        if name:
            self.anchors.append((name, value))
        return written

    def content(self, value: Tree, column: int, *, in_list: bool, compact: bool) -> str:
        """A value behind its anchor, tag first; `compact` where it may begin on the same line."""
        tag = self.tag_of(value)
        if tag is not None:
            argument = next(iter(value.values()))
            if tag == "!GetAtt" and isinstance(argument, list):
                self.block_at_end = False
                return f" {tag} {'.'.join(argument)}" + self.trailing()
            return f" {tag}" + self.plain_content(argument, column, in_list=in_list, compact=False)
        return self.plain_content(value, column, in_list=in_list, compact=in_list and compact)

    def tag_of(self, value: Tree) -> str | None:
        """The short form of an intrinsic function, where it is one that can be written so."""
        if not isinstance(value, dict) or len(value) != 1 or not self.once_in(self.short):
            return None
        ((key, argument),) = value.items()
        if key == "Fn::GetAtt":
            if (
                isinstance(argument, list)
                and len(argument) == 2
                and all(
                    isinstance(part, str) and re.fullmatch(r"[\w.-]+", part) for part in argument
                )
                and "." not in argument[0]
            ):
                return "!GetAtt"
            return None
        if not (key in ("Ref", "Condition") or key.startswith("Fn::")):
            return None
        if not isinstance(argument, str | list | dict):
            return None
        if isinstance(argument, dict) and self.is_call(argument):
            return None
        return f"!{key.removeprefix('Fn::')}"

    def is_call(self, value: dict[str, Tree]) -> bool:
        """Whether a mapping could be written as a short function, which no tag may stand before."""
        return len(value) == 1 and next(iter(value)).startswith(("Ref", "Condition", "Fn::"))

    def plain_content(self, value: Tree, column: int, *, in_list: bool, compact: bool) -> str:
        """A value without anchor and tag."""
        if not isinstance(value, dict | list):
            return self.scalar(value, column)
        if not value or self.once_in(self.flow_rate):
            self.block_at_end = False
            return " " + self.flow_content(value, column) + self.trailing()
        compact = compact and not self.once_in(5)
        if isinstance(value, dict):
            gap = self.rng.choice((1, 1, self.step)) if compact else self.step - 1
            return self.lines(self.pairs(value), column + 1 + gap, column, compact=compact)
        depth = 2 if compact else self.step if in_list else self.offset
        items = [("-", entry) for entry in value]
        return self.lines(items, column + depth, column, compact=compact)

    def pairs(self, value: dict[str, Tree]) -> list[tuple[str, Tree]]:
        """Keys up to their colon, with their values; a merge key has the name of its anchor."""
        own, merge = self.merged(value)
        pairs = []
        for key, entry in own.items():
            blank = " " if self.odd and self.once_in(20) else ""
            pairs.append((f"{self.key(key)}{blank}:", entry))
        if merge is not None:
            pairs.insert(self.rng.randrange(len(pairs) + 1), (f"<<: *{merge}", None))
        return pairs

    def lines(
        self, entries: list[tuple[str, Tree]], inner: int, column: int, *, compact: bool
    ) -> str:
        """Entries at the column `inner`; the first one on the line of its dash if `compact`."""
        inner = max(inner, 0) if column >= 0 else 0
        text = " " * (inner - column - 1) if compact else self.trailing() + "\n"
        for index, (lead, entry) in enumerate(entries):
            if index > 0 or not compact:
                text += self.comment_line(inner) + " " * inner
            if lead.startswith("<<: *"):
                self.block_at_end = False
                text += lead + "\n"
            elif self.odd and lead != "-" and self.once_in(40):
                text += "? " + lead[:-1].rstrip() + "\n" + " " * inner + ":"
                text += self.value(entry, inner) + "\n"
            else:
                text += lead + self.value(entry, inner, in_list=lead == "-") + "\n"
        return text.removesuffix("\n")

    def merged(self, value: dict[str, Tree]) -> tuple[dict[str, Tree], str | None]:
        """A mapping without what an anchored one can bring in, and that one's name."""
        for name, known in self.anchors:
            if not isinstance(known, dict) or not known or len(known) > len(value):
                continue
            tail = dict(list(value.items())[-len(known) :])
            if same(tail, known) and self.odd:
                return dict(list(value.items())[: -len(known)]), name
        return value, None

    def key(self, key: str) -> str:
        if is_key(key) and not self.once_in(self.quote_rate * 4):
            return key
        if key.isprintable() and self.rng.randrange(2):
            return "'" + key.replace("'", "''") + "'"
        return json.dumps(key, ensure_ascii=bool(self.rng.randrange(2)) and key.isascii())

    def scalar(self, value: Tree, column: int) -> str:
        self.block_at_end = False
        self.keeps = False
        if not isinstance(value, str):
            if value is None and self.once_in(2):
                return self.trailing()
            return " " + other_scalar(value) + self.trailing()
        ways = [self.double]
        if is_plain(value, flow=False):
            ways += [self.plain] * (1 if self.once_in(self.quote_rate) else 6)
        if value.isprintable():
            ways += [self.single] * 2
        if "\n" in value and re.fullmatch(
            r"[\x20-\x7e\n\t\xa1-\u2027\u202a-\ud7ff\U00010000-\U0010ffff]+", value
        ):
            ways += [self.literal] * 5
        if _FOLDABLE.fullmatch(value):
            ways += [self.folded]
        return self.rng.choice(ways)(value, column)

    def broken(self, text: str, column: int) -> str:
        """A text in one line, or broken at a blank between two words."""
        if not self.odd or not self.once_in(4) or not _WORDS.fullmatch(text):
            return text
        head, tail = text.split(" ", 1)
        if tail.startswith(("#", "-", "?", ":", "---", "...", "%")) or head.endswith(":"):
            return text
        return (
            head
            + self.rng.choice(("", " "))
            + "\n"
            + " " * (max(column, 0) + self.rng.randrange(1, 5))
            + tail
        )

    def plain(self, value: str, column: int) -> str:
        return " " + self.broken(value, column) + self.trailing()

    def single(self, value: str, column: int) -> str:
        return " '" + self.broken(value, column).replace("'", "''") + "'" + self.trailing()

    def double(self, value: str, column: int) -> str:
        written = json.dumps(value, ensure_ascii=bool(self.rng.randrange(2)))
        if re.search(r"\\ud[89a-f]|[\x7f\x85\u2028\u2029\ufeff]", written) or (
            "\\u" in written and not value.isascii()
        ):
            written = yaml.dump(value, default_style='"', width=1_000_000).rstrip("\n")
        elif "\\" not in written:
            written = self.broken(written, column)
        return " " + written + self.trailing()

    def literal(self, value: str, column: int) -> str:
        return self.block_scalar("|", value, column, value)

    def folded(self, value: str, column: int) -> str:
        body = value.rstrip("\n")
        lines = [
            re.sub(" ", lambda _: "\n" if self.once_in(4) else " ", line)
            for line in body.split("\n")
        ]
        return self.block_scalar(">", value, column, "\n\n".join(lines) + value[len(body) :])

    def block_scalar(self, mark: str, value: str, column: int, written: str) -> str:
        body = written.rstrip("\n")
        ends = len(value) - len(value.rstrip("\n"))
        keeps = ends > 1 or not body or (self.once_in(6) and ends == 1)
        chomping = "-" if ends == 0 else "+" if keeps else ""
        depth = self.rng.randrange(1, 9) if self.odd and self.once_in(6) else self.step
        first = written.lstrip("\n")
        needs = first.startswith((" ", "\t")) or not body or (self.odd and self.once_in(10))
        digit = str(depth) if needs else ""
        inner = " " * (max(column, 0) + depth)
        header = mark + (digit + chomping if self.rng.randrange(2) else chomping + digit)
        lines = [inner + line if line else "" for line in written.split("\n")]
        if written.endswith("\n") or not written:
            lines.pop()
        self.block_at_end = True
        self.keeps = keeps
        return " " + header + self.trailing() + "\n" + "\n".join(lines)

    def flow(self, value: Tree, column: int) -> str:
        """A value between brackets, or a scalar in there."""
        for name, known in self.anchors:
            if self.once_in(2) and same(known, value):
                return f"*{name} "
        tag = self.tag_of(value)
        if tag is not None:
            argument = next(iter(value.values()))
            if tag == "!GetAtt" and isinstance(argument, list):
                return f"{tag} {'.'.join(argument)}"
            return f"{tag} {self.flow_content(argument, column)}"
        return self.flow_content(value, column)

    def flow_content(self, value: Tree, column: int) -> str:
        if isinstance(value, dict):
            parts = [self.flow_key(key) + self.flow(entry, column) for key, entry in value.items()]
            return self.brackets("{}", parts, column)
        if isinstance(value, list):
            return self.brackets("[]", [self.flow(entry, column) for entry in value], column)
        if not isinstance(value, str):
            return other_scalar(value)
        if is_plain(value, flow=True) and not self.once_in(self.quote_rate):
            return value
        if value.isprintable() and self.rng.randrange(2):
            return "'" + value.replace("'", "''") + "'"
        return yaml.dump(value, default_style='"', width=1_000_000).rstrip("\n")

    def flow_key(self, key: str) -> str:
        written = self.key(key)
        return written + (":" if written[0] == '"' and self.once_in(3) and self.odd else ": ")

    def brackets(self, pair: str, parts: list[str], column: int) -> str:
        if not parts:
            return pair
        if self.rng.randrange(3):
            pad = self.rng.choice(("", " "))
            return pair[0] + pad + ", ".join(parts) + pad + pair[1]
        inner = plain = "\n" + " " * (column + 2 + self.rng.randrange(3))
        if self.odd and self.once_in(4):
            inner = " " + self.comment() + inner
        last = self.rng.choice(("", ",")) if self.odd else ""
        between = ("," + plain).join(parts)
        return pair[0] + inner + between + last + plain + pair[1]


def is_key(key: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_é][\w:. -]*(?<![ :])", key) is not None and ": " not in key


def other_scalar(value: Tree) -> str:
    """A number, a truth value, or nothing."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    written: str = yaml.safe_dump(value).removesuffix("...\n").rstrip("\n")
    return written
