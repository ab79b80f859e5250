"""Which names of a CommonJS file stand for its exports, and which for functions.

`module.exports` is what `require` returns; `exports` and the top-level `this` are the same object
until one of them is replaced. Source: https://nodejs.org/api/modules.html#exports-shortcut
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.javascript import syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


class Chain(NamedTuple):
    """`a = b = value`: the value, and which names of the exports are among the targets."""

    value: Node | None
    to_module: bool
    to_exports: bool


class Bindings:
    """What the top level of one file binds.

    `functions`: names of functions and of results of calls. `aliases`: names of the exports
    object, `exports` among them.
    """

    def __init__(self, root: Node) -> None:
        bound = dict(syntax.top_declarations(root))
        self._chains: dict[int, Chain] = {}
        self.functions = frozenset(
            name for name, value in bound.items() if syntax.is_callable(value, frozenset())
        )
        self.aliases = frozenset({"exports"})
        self.aliases |= {
            name
            for name in self._holders(root)
            if name in bound and syntax.is_variable(bound[name])
        }

    def is_exports(self, node: Node | None, *, this_exports: bool) -> bool:
        """Whether `node` is the exports object; `this_exports` tells whether `this` is."""
        node = syntax.bare(node)
        if node is None:
            return False
        if node.type == "identifier":
            return syntax.text(node) in self.aliases
        return (node.type == "this" and this_exports) or syntax.is_module_exports(node)

    def chain(self, node: Node | None, *, to_exports: bool = False) -> Chain:
        """The chain of assignments that starts with `node`, which may be a lone value.

        `to_exports` tells that the chain is itself the value of `exports`.
        """
        value = syntax.bare(node)
        if value is not None and value.id in self._chains:
            return self._chains[value.id]
        links: list[int] = []
        to_module = False
        while value is not None and value.type == "assignment_expression":
            left = syntax.bare(value.child_by_field_name("left"))
            to_module = to_module or syntax.is_module_exports(left)
            to_exports = to_exports or syntax.is_named(left, "exports")
            links.append(value.id)
            value = syntax.bare(value.child_by_field_name("right"))
        chain = Chain(value, to_module, to_exports)
        # All links share one value; kept for each, so that long chains take linear time.
        self._chains.update(dict.fromkeys(links, chain))
        return chain

    def _holders(self, root: Node) -> Iterator[str]:
        """Names that hold the exports object after a statement at the top level.

        `app` in `module.exports = app` and in `const app = module.exports`.
        """
        for statement in root.named_children:
            if statement.type == "expression_statement":
                chain = self.chain(syntax.parts(statement)[0])
                if chain.to_module and chain.value is not None:
                    yield syntax.text(chain.value)
            elif statement.type in syntax.DECLARATIONS:
                for name, value in syntax.declared(statement):
                    chain = self.chain(value, to_exports=name == "exports")
                    if chain.to_module or self.is_exports(chain.value, this_exports=True):
                        yield name
