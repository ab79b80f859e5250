"""Names that get values in branches: what they are once the branches meet again."""

from __future__ import annotations

from auditor.programs.reading.cases import either
from auditor.programs.values import Value

Names = dict[str, Value]


class Writes:
    """All writing of names goes through here, so that a branch can be taken back."""

    def __init__(self) -> None:
        self._frames: list[dict[tuple[int, str], tuple[Names, Value | None]]] = []

    @property
    def is_in_branch(self) -> bool:
        """Whether what is done may not be done."""
        return bool(self._frames)

    def write(self, names: Names, name: str, value: Value) -> None:
        """Gives a name a value."""
        if self._frames:
            self._frames[-1].setdefault((id(names), name), (names, names.get(name)))
        names[name] = value

    def begin(self) -> None:
        """Enters a branch."""
        self._frames.append({})

    def take_back(self) -> dict[tuple[int, str], tuple[Names, Value]]:
        """Leaves a branch, as if it had not been; what was written in it."""
        written: dict[tuple[int, str], tuple[Names, Value]] = {}
        for (number, name), (names, old) in self._frames.pop().items():
            written[number, name] = names, names[name]
            if old is None:
                del names[name]
            else:
                names[name] = old
        return written

    def merge(
        self,
        condition: tuple[str, bool],
        then: dict[tuple[int, str], tuple[Names, Value]],
        other: dict[tuple[int, str], tuple[Names, Value]],
    ) -> None:
        """Writes what two branches wrote, each where its condition holds."""
        name_of, holds = condition
        for key in {**then, **other}:
            names = (then.get(key) or other[key])[0]
            name = key[1]
            old = names.get(name)
            one = then[key][1] if key in then else old
            two = other[key][1] if key in other else old
            if one is None or two is None or one is two:
                value = one or two
            elif holds:
                value = either(name_of, one, two)
            else:
                value = either(name_of, two, one)
            if value is not None:
                self.write(names, name, value)
