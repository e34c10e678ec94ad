"""The call under the cursor: what it calls, and with what."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gluonize.analysis import Document, Span
from gluonize.catalogue import Entry, Target, load_catalogue
from gluonize.errors import UsageError
from gluonize.parity.spans import lines_before, offset
from gluonize.parity.texts import parsed
from gluonize.rewriter import findings

Kind = Literal["function", "layer", "instance", "optimizer", "scheduler"]

_CALLED = ".__call__"


@dataclass(frozen=True, slots=True)
class Given:
    """One argument of a call as it is written; `self` is the parameter of a method's tensor.

    `constant` is its text where that means the same elsewhere: literals, imported names, constants of the module.
    """

    text: str
    parameter: str
    keyword: str | None = None
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call of PyTorch in a program. `place` is its lines and columns as `ast` counts them.

    `callee` is what is called: the text of a function or a class, the name of a method. `imports` are the lines that it
    needs; `maker` is the call that built the layer which is called.
    """

    text: str
    kind: Kind
    name: str
    entry: Entry
    callee: str
    place: tuple[int, int, int, int]
    arguments: tuple[Given, ...]
    imports: tuple[str, ...]
    maker: CallSite | None = None

    @property
    def title(self) -> str:
        return f"{self.callee}, line {self.place[0]}"


def find_call(document: Document, target: Target, place: Span, *, line: bool = False) -> CallSite | str:
    """The innermost call around `place`, or the first that begins in it where it is a `line`.

    A call of something that the program itself defines is answered by the name of that definition.
    Raises UsageError where there is no such call, SourceError where the program is not Python.
    """
    program = _Program(document, target)
    spans = {program.span(node): node for node in ast.walk(program.tree) if isinstance(node, ast.Call)}
    if line:
        inside = [span for span in spans if place.start <= span.start < place.end]
        order = sorted(inside, key=lambda span: (span.start, -span.end))
    else:
        around = [span for span in spans if span.start <= place.start <= span.end]
        order = sorted(around, key=lambda span: (-span.start, span.end))
    for span in order:
        found = program.site(spans[span], span) or program.own(spans[span])
        if found is not None:
            return found
    raise UsageError("There is no call of PyTorch or of the program's own at this place: put the cursor into one.")


class _Program:
    """A program's tree with what the analysis says of its calls."""

    def __init__(self, document: Document, target: Target) -> None:
        self.text = document.text
        self.tree = parsed(Path(document.path), self.text)
        self.starts = lines_before(self.text)
        catalogue = load_catalogue()
        self.entries = {
            finding.use.span: (finding.use.name, finding.entry)
            for finding in findings(document, catalogue, target)
            if finding.use.kind == "call" and finding.entry is not None
        }
        self.instances = {use.span: use.name for use in document.uses() if use.kind == "instance-call"}
        self.imports = dict(_imports(self.text, self.tree))
        self.constants = dict(_constants(self.text, self.tree))

    def span(self, node: ast.expr) -> Span:
        return Span(
            offset(self.starts, node.lineno, node.col_offset),
            offset(self.starts, node.end_lineno, node.end_col_offset),
        )

    def site(self, node: ast.Call, span: Span) -> CallSite | None:
        """The call as one of PyTorch, None where it is none."""
        if span in self.entries:
            name, entry = self.entries[span]
            return self._site(node, _kind(name, entry), name, entry)
        name = self.instances.get(span, "").removesuffix(_CALLED)
        entries = load_catalogue().lookup(name)
        if not entries or name == "torch.nn.Module":
            return None
        return self._site(node, "instance", name, entries[0])

    def own(self, node: ast.Call) -> str | None:
        """The name of what is called of the program itself: a function, a method, a class or an object of one."""
        parts = _dotted(node.func)
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        defined = {part.name: part for part in self.tree.body if isinstance(part, kinds)}
        if len(parts) == 1 and parts[0] in defined:
            return parts[0]
        if len(parts) == 2 and parts[0] == "self":
            for owner in defined.values():
                methods = [part.name for part in owner.body if isinstance(part, kinds)]
                if isinstance(owner, ast.ClassDef) and parts[1] in methods and _holds(owner, node):
                    return f"{owner.name}.{parts[1]}"
        made = self._maker(node.func)
        name = _dotted(made.func) if made is not None else []
        return name[0] if len(name) == 1 and isinstance(defined.get(name[0]), ast.ClassDef) else None

    def _site(self, node: ast.Call, kind: Kind, name: str, entry: Entry) -> CallSite:
        callee = ast.get_source_segment(self.text, node.func) or name
        roots = {_root(node.func)}
        names = [parameter.name for parameter in entry.signature.parameters] if entry.signature else []
        given: list[Given] = []
        if kind == "function" and isinstance(node.func, ast.Attribute) and _root(node.func) not in self.imports:
            callee, roots = node.func.attr, set()
            given.append(self._given(node.func.value, "self", None))
            names = names[1:] if entry.kind != "method" else names
        elif kind != "instance" and _root(node.func) not in self.imports:
            callee, roots = name, set()
        for index, argument in enumerate(node.args):
            given.append(self._given(argument, names[index] if index < len(names) else str(index), None))
        for keyword in node.keywords:
            given.append(self._given(keyword.value, keyword.arg or "**", keyword.arg))
        used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} & self.imports.keys()
        lines = tuple(dict.fromkeys(line for name, line in self.imports.items() if name in used | roots))
        place = (node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or 0)
        made = self._maker(node.func) if kind == "instance" else None
        maker = self.site(made, self.span(made)) if made is not None else None
        return CallSite(self.text, kind, name, entry, callee, place, tuple(given), lines, maker)

    def _given(self, node: ast.expr, parameter: str, keyword: str | None) -> Given:
        text = ast.get_source_segment(self.text, node) or ast.unparse(node)
        return Given(text, parameter, keyword, self._constant(node, text))

    def _constant(self, node: ast.expr, text: str) -> str | None:
        parts = list(ast.walk(node))
        if any(isinstance(part, (ast.Call, ast.Lambda, ast.Starred, ast.Await, ast.NamedExpr)) for part in parts):
            return None
        names = {part.id for part in parts if isinstance(part, ast.Name)} - self.imports.keys()
        if not names:
            return text
        return (
            ast.unparse(_Replaced(self.constants).visit(ast.parse(text, mode="eval")))
            if names <= self.constants.keys()
            else None
        )

    def _maker(self, callee: ast.expr) -> ast.Call | None:
        """The last call that is assigned to the variable or attribute `callee`."""
        wanted = _dotted(callee)
        made = [
            node.value
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            for target in node.targets
            if wanted and _dotted(target) == wanted
        ]
        return made[-1] if made else None


class _Replaced(ast.NodeTransformer):
    """Puts constants in the place of their names."""

    def __init__(self, constants: Mapping[str, str]) -> None:
        self.constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        known = self.constants.get(node.id)
        return node if known is None else ast.parse(known, mode="eval").body


def _kind(name: str, entry: Entry) -> Kind:
    """What kind of thing is called; raises UsageError where it computes nothing by itself."""
    if entry.kind == "class":
        if name.startswith("torch.optim.lr_scheduler."):
            return "scheduler"
        if name.startswith("torch.optim."):
            return "optimizer"
        if name.startswith("torch.nn."):
            return "layer"
    elif (entry.kind == "function" or name.startswith("torch.Tensor.")) and entry.returns != "None":
        if entry.signature is not None and "parameters" in entry.signature:
            raise UsageError(f"{name} works on a network's parameters: compare the lines around it.")
        return "function"
    raise UsageError(f"{name} computes nothing by itself: compare the lines around it.")


def _imports(text: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that the module imports, each with the line that does."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], ast.get_source_segment(text, node) or ""


def _constants(text: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that the module assigns once, and a literal."""
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            try:
                ast.literal_eval(node.value)
            except ValueError:
                continue
            if stored.count(name) == 1:
                yield name, ast.get_source_segment(text, node.value) or ""


def _dotted(node: ast.expr) -> list[str]:
    """The parts of a dotted name; [] for anything else."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute) and (owner := _dotted(node.value)):
        return [*owner, node.attr]
    return []


def _root(node: ast.expr) -> str:
    return next(iter(_dotted(node)), "")


def _holds(owner: ast.AST, node: ast.AST) -> bool:
    return any(part is node for part in ast.walk(owner))
