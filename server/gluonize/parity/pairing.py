"""Which statements of a conversion stand for which statement of the program: the places that are examined."""

from __future__ import annotations

import ast
import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from gluonize.parity.names import assigned, loaded, local_names
from gluonize.parity.spans import Touch, lines_before, offset
from gluonize.rewriter.model import Edit

Kind = Literal["statement", "return", "loop", "function"]
Place = tuple[int, int]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)
_CALLED_BY_FRAMEWORKS = {"__getitem__", "__len__", "__iter__", "__next__", "backward"}
"""Methods that a framework calls in an order, or as often, as it likes: those of data sets, and of derivatives."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement of the program and what stands for it in the conversion.

    `ours` and `theirs` are the places (line, column) of the first and the last statement on each side; for a loop
    or a function that of the loop or the definition itself. `reads` and `writes` are dotted names that both sides
    have. `rebinds` are those of both that the conversion may assign to without changing what they mean.
    """

    key: str
    kind: Kind
    line: int
    line_converted: int
    scope: str
    ours: tuple[Place, Place]
    theirs: tuple[Place, Place]
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    rebinds: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The unit as the probe reads it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Pairing:
    """The units of two texts in the order of the source, and the lines that have none, with the reason."""

    units: tuple[Unit, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement with the block that it stands in; `path` holds the compound statements around it."""

    node: ast.stmt
    body: list[ast.stmt]
    path: tuple[str, ...]
    scope: str
    function: ast.AST | None
    span: tuple[int, int]


def pair(text: str, converted: str, edits: Sequence[Edit]) -> Pairing:
    """Pair the statements of `text` with those of `converted`, which `edits` have made of it.

    Statements that the conversion has merged, split over several blocks or dropped have no unit. Texts that do not
    parse have none at all.
    """
    try:
        trees = ast.parse(text), ast.parse(converted)
    except SyntaxError:
        return Pairing()
    ours, theirs = (list(_statements(tree, source)) for tree, source in zip(trees, (text, converted), strict=True))
    other = _Other(theirs, Touch(edits))
    units: list[Unit] = []
    left_out: list[tuple[int, str]] = []
    owners = _owners(ours, other)
    for statement in ours:
        found = _unit(statement, owners.get(id(statement.node), []), other)
        if isinstance(found, Unit):
            units.append(found)
        elif found:
            left_out.append((statement.node.lineno, found))
    return Pairing(tuple(units), tuple(left_out))


def _statements(tree: ast.Module, text: str) -> Iterator[_Statement]:
    """The simple statements, loops and definitions of a text; not those in class bodies and in what loaders call."""
    starts = lines_before(text)

    def walk(body: list[ast.stmt], path: tuple[str, ...], scope: str, function: ast.AST | None) -> Iterator[_Statement]:
        for node in body:
            inner, name, owner = (*path, type(node).__name__), scope, function
            if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
                name = f"{scope}.{node.name}" if scope else node.name
                inner, owner = (*path, name), node
            span = offset(starts, node.lineno, node.col_offset), offset(starts, node.end_lineno, node.end_col_offset)
            if isinstance(node, _FUNCTIONS) and node.name in _CALLED_BY_FRAMEWORKS:
                continue
            if not isinstance(function, ast.ClassDef) or isinstance(node, _FUNCTIONS):
                yield _Statement(node, body, path, scope, function, span)
            if isinstance(node, ast.With):
                inner = path
            for field in ("body", "orelse", "finalbody"):
                yield from walk(getattr(node, field, []), inner, name, owner)
            for handler in getattr(node, "handlers", []):
                yield from walk(handler.body, inner, name, owner)

    yield from walk(tree.body, (), "", None)


class _Other:
    """The statements of the conversion, to be looked up by their node, and blocks by what they are and where."""

    def __init__(self, statements: Sequence[_Statement], touch: Touch) -> None:
        self.statements = statements
        self.touch = touch
        self.by_node = {id(statement.node): statement for statement in statements}
        self.blocks: dict[object, list[_Statement]] = {}
        for statement in statements:
            self.blocks.setdefault(_described(statement), []).append(statement)


def _described(statement: _Statement) -> object:
    return type(statement.node), getattr(statement.node, "name", ""), statement.scope, statement.path


def _owners(ours: list[_Statement], other: _Other) -> dict[int, list[_Statement]]:
    """The simple statements of the conversion for each one of the program, by its id."""
    simple = [statement for statement in ours if isinstance(statement.node, _SIMPLE)]
    ends = [statement.span[1] for statement in simple]
    found: dict[int, list[_Statement]] = {}
    for candidate in other.statements:
        if not isinstance(candidate.node, _SIMPLE):
            continue
        owned: dict[int, None] = {}
        for start, end in other.touch.ranges(*candidate.span):
            place = bisect.bisect_right(ends, start)
            while place < len(simple) and simple[place].span[0] < end:
                owned[id(simple[place].node)] = None
                place += 1
        for node in owned:
            found.setdefault(node, []).append(candidate)
    return found


def _unit(statement: _Statement, owned: list[_Statement], other: _Other) -> Unit | str:
    """The unit of a statement, or why it has none; "" where there is nothing to say."""
    node = statement.node
    if isinstance(node, (*_FUNCTIONS, ast.For)):
        return _block_unit(statement, other) or ""
    documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if documents or not isinstance(node, _SIMPLE):
        return ""
    if not owned:
        return "MXNet needs nothing in its place"
    body, first = owned[0].body, owned[0]
    positions = [_index(body, each.node) for each in owned]
    if None in positions or positions != list(range(positions[0] or 0, (positions[0] or 0) + len(positions))):
        return "it has become statements at several places"
    if first.path != statement.path or first.scope != statement.scope:
        return "it stands in another kind of block in MXNet"
    last = _with_added(statement, owned[-1], other)
    if any(isinstance(each.node, ast.Return) for each in owned) != isinstance(node, ast.Return):
        return "it returns on one side only"
    group = body[_at(body, first.node) : _at(body, last.node) + 1]
    return _made(statement, first, last, group)


def _made(statement: _Statement, first: _Statement, last: _Statement, group: list[ast.stmt]) -> Unit:
    node = statement.node
    theirs_read = set().union(*map(loaded, group))
    theirs_written = set().union(*map(assigned, group))
    reads = [name for name in loaded(node) if name in theirs_read]
    writes = [name for name in assigned(node) if name in theirs_written]
    return Unit(
        key=f"{node.lineno}:{node.col_offset}",
        kind="return" if isinstance(node, ast.Return) else "statement",
        line=node.lineno,
        line_converted=first.node.lineno,
        scope=statement.scope,
        ours=(_place(node), _place(node)),
        theirs=(_place(first.node), _place(last.node)),
        reads=tuple(reads),
        writes=tuple(writes),
        rebinds=_rebound(first.function, [*reads, *writes]),
    )


def _rebound(function: ast.AST | None, names: Iterable[str]) -> tuple[str, ...]:
    """Those of `names` that a function may assign to without changing what they mean."""
    own = local_names(function)
    plain = (name for name in names if "." not in name and name != "self")
    return tuple(dict.fromkeys(name for name in plain if own is None or name in own))


def _block_unit(statement: _Statement, other: _Other) -> Unit | None:
    """The unit of a loop, which assigns its targets, or of a function, which is given its parameters."""
    node = statement.node
    for found in other.blocks.get(_described(statement), []):
        if not isinstance(node, ast.For):
            names = [name for name in _parameters(node) if name in _parameters(found.node)]
            return _block(statement, found, "function", names)
        ranges = other.touch.ranges(*found.span)
        begin, end = statement.span
        if ranges and all(begin <= first and last <= end for first, last in ranges):
            return _block(statement, found, "loop", [n for n in assigned(node) if n in set(assigned(found.node))])
    return None


def _block(statement: _Statement, other: _Statement, kind: Kind, names: list[str]) -> Unit:
    own, their = _place(statement.node), _place(other.node)
    return Unit(
        key=f"{own[0]}:{own[1]}",
        kind=kind,
        line=own[0],
        line_converted=their[0],
        scope=f"{statement.scope}.{getattr(statement.node, 'name', '')}".strip("."),
        ours=(own, own),
        theirs=(their, their),
        writes=tuple(names),
        rebinds=_rebound(other.function if kind == "loop" else other.node, names),
    )


def _with_added(statement: _Statement, last: _Statement, other: _Other) -> _Statement:
    """The last statement that belongs to `statement`: what was added right behind it does too (net.initialize())."""
    following = _at(last.body, last.node) + 1
    while following < len(last.body):
        found = other.by_node.get(id(last.body[following]))
        if found is None or not isinstance(found.node, _SIMPLE):
            break
        if other.touch.inserted_at(*found.span) != statement.span[1]:
            break
        last, following = found, following + 1
    return last


def _parameters(node: ast.AST) -> list[str]:
    arguments: ast.arguments = node.args  # type: ignore[attr-defined]
    return [arg.arg for arg in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs) if arg.arg != "self"]


def _place(node: ast.stmt) -> Place:
    return node.lineno, node.col_offset


def _index(body: list[ast.stmt], node: ast.stmt) -> int | None:
    return next((index for index, other in enumerate(body) if other is node), None)


def _at(body: list[ast.stmt], node: ast.stmt) -> int:
    return next(index for index, other in enumerate(body) if other is node)
