"""Questions: what only the account decides, asked once for each rule and run.

A finding that asks is no verdict. It is counted, fails no build, and is printed together with the
others of its rule. Once the configuration answers, the rule reports an error, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Ask(Struct, frozen=True):
    """What one finding adds to the question of its rule.

    `amount` is how much of what the question counts the finding is about, such as executions that
    a function reserves. `name` is what it is about, in words, such as the name of a service.
    """

    amount: int = 1
    name: str = ""


class Asked(Struct, frozen=True):
    """What all findings of a rule ask, over all files of a run.

    `count` is the number of resources; where the finding is in no resource, it counts as one.
    `amount` adds up the largest amount of each resource. `names` are sorted, each once.
    """

    count: int
    amount: int
    names: tuple[str, ...] = ()

    def counted(self, one: str, many: str) -> str:
        """The number of resources and one of two words: `3 functions reserve`."""
        return counted(self.count, one, many)


class Question(Struct, frozen=True):
    """How a rule asks.

    `setting` is the key of the configuration that answers. `summary` says what is found and where
    that fails, in one sentence without a final stop. `answer` says what to do, likewise.
    """

    setting: str
    summary: Callable[[Asked], str]
    answer: str


def counted(count: int, one: str, many: str) -> str:
    """A count with the word that fits: `1 file`, `2,000 files`."""
    return f"{count:,} {one if count == 1 else many}"
