"""Every action asks for the right before it does anything."""

import ast
from pathlib import Path

import pytest

import procurement.actions

FOLDER = Path(procurement.actions.__file__).parent
ASKED_BY_THE_CALLER = {"papers.issue"}


def actions():
    """Every public function that somebody does, by its name: it takes a store and an actor."""
    return {
        f"{path.stem}.{node.name}": node
        for path in sorted(FOLDER.glob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and {"store", "actor"} <= {one.arg for one in node.args.args}
    }


@pytest.mark.parametrize("name", sorted(set(actions()) - ASKED_BY_THE_CALLER))
def test_an_action_asks_for_the_right_first(name):
    action = actions()[name]
    first = action.body[bool(ast.get_docstring(action))]
    calls = [ast.unparse(node) for node in ast.walk(first) if isinstance(node, ast.Call)]
    assert any(call.startswith("require(actor, ") for call in calls)
