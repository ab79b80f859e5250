"""The times of a module, from walks through its functions until nothing new is learned.

A loop or a call may be met before all is known that flows into it: the walks over all functions
are repeated.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct, field

from auditor.embedded.python.times.kinds import Value
from auditor.embedded.python.times.module import functions_of, read_module
from auditor.embedded.python.times.operations import Operation, OutOfBudgetError
from auditor.embedded.python.times.statements import Walk
from auditor.embedded.python.times.values import Evaluation
from auditor.embedded.python.times.zones import tests_zones

_ROUNDS = 25
_BUDGET = 3_000_000


class Flow(Struct):
    """All operations of a module.

    `now`: the calls that give the present moment without a zone; `given`: the value of each
    expression; `imports`: what names of the module stand for; `naive_keys` and `aware_keys`: the
    members that it writes with times without and with an offset.
    """

    operations: tuple[Operation, ...] = ()
    now: frozenset[ast.expr] = frozenset()
    given: Mapping[ast.expr, Value] = field(default_factory=dict)
    imports: Mapping[str, str] = field(default_factory=dict)
    naive_keys: frozenset[object] = frozenset()
    aware_keys: frozenset[object] = frozenset()


def follow(
    tree: ast.Module,
    naive_keys: Collection[object] = (),
    asks: Callable[[ast.AST], bool] = tests_zones,
) -> Flow:
    """Follows the times through a module; nothing is found where it is too large or too deep.

    `naive_keys` are the members that others write with naive times, and `asks` says whether a
    function asks for zones.
    """
    module = read_module(tree, asks)
    functions = functions_of(tree)
    budget, keys = _BUDGET, set(naive_keys)
    try:
        for _ in range(_ROUNDS):
            module.begin()
            evaluation = Evaluation(module, budget, naive_keys=keys)
            Walk(evaluation).module(tree)
            for function in functions:
                Walk(evaluation).run_function(function)
            budget = evaluation.budget
            if not module.changed:
                operations = tuple(evaluation.operations.values())
                return Flow(
                    operations,
                    frozenset(evaluation.now),
                    evaluation.given,
                    module.imports,
                    frozenset(keys),
                    frozenset(evaluation.aware_keys),
                )
    except OutOfBudgetError:
        pass
    return Flow()
