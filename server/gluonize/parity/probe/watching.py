"""What a watch of a part of the program has in common: the hook in the program's tree, and the end of the run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

HOOK = "__gluonize_hook__"
TIMES = 3
"""How often a part is compared, at most: its first calls or executions."""


class Enough(BaseException):
    """Ends the program once all that is compared has been seen."""


class UnreachedError(Exception):
    """The program ended, and the part that is compared was never executed."""


class Watch(Protocol):
    """Observes one part of the program."""

    def instrument(self, tree: ast.Module) -> None:
        """Put calls of HOOK into the program's tree; its lines stay as they are."""

    def hook(self, *args: Any) -> Any:
        """What HOOK stands for while the program runs."""

    def finish(self, namespace: Mapping[str, Any]) -> None:
        """The program has come to its end; raises UnreachedError where there is nothing to compare."""


def hooked(node: ast.AST, *args: ast.expr) -> ast.Call:
    """A call of HOOK with `args`, in the place of `node`."""
    call = ast.Call(ast.Name(HOOK, ast.Load()), list(args), [])
    return ast.fix_missing_locations(ast.copy_location(call, node))


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """The statement lists of a tree, those further out first."""
    waiting: list[ast.AST] = [tree]
    for node in waiting:
        for _, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield value
        waiting.extend(ast.iter_child_nodes(node))
