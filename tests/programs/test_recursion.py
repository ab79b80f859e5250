"""Functions that call themselves are followed as deep as something is known."""

from __future__ import annotations

from tests.programs.reading import read

HEAD = "import pulumi\nimport pulumi_aws as aws\n\n"
FEW = 5_000
WALKS = {
    "a graph of the configuration": (
        "graph = pulumi.Config().require_object('graph')\n"
        "def walk(name):\n"
        "    if name in seen(name):\n"
        "        return\n"
        "    for other in graph.get(name).neighbours():\n"
        "        if walk(other):\n"
        "            return True\n"
        "        if other.is_last:\n"
        "            walk(other)\n"
        "walk('first')\n"
    ),
    "with the way there and a counter": (
        "def walk(node, path, depth):\n"
        "    for other in node.others():\n"
        "        walk(other, [*path, other], depth + 1)\n"
        "        walk(other, path + [other], depth + 2)\n"
        "walk(load(), [], 0)\n"
    ),
}


def test_a_walk_that_only_a_run_knows_costs_little() -> None:
    for text in WALKS.values():
        document = read("python", {"__main__.py": HEAD + text})
        assert document.program.reader.course.steps < FEW
        assert not document.program.reader.is_cut


def test_a_walk_through_what_the_program_has_is_followed() -> None:
    text = HEAD + (
        "tree = {'name': 'a', 'parts': [{'name': 'b', 'parts': [{'name': 'c', 'parts': []}]}]}\n"
        "is_wide = pulumi.Config().get_bool('wide')\n"
        "def walk(node):\n"
        "    aws.sns.Topic(node['name'])\n"
        "    for part in node['parts']:\n"
        "        if is_wide:\n"
        "            walk(part)\n"
        "walk(tree)\n"
    )
    document = read("python", {"__main__.py": text})
    names = [getattr(made.name, "value", None) for made in document.program.resources]
    assert names == ["a", "b", "c"]
