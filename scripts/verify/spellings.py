"""Other ways to write an example: keywords, NumPy's names for them, method or function, other axes."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from gluonize.catalogue import Entry

_AXES = ("dim", "dim0", "dim1", "axis", "dims", "start_dim", "end_dim", "diagonal", "offset", "source", "destination")
_OTHER_AXES = (-3, -2, -1, 0, 1, 2)
_NUMPY = {"dim": "axis", "keepdim": "keepdims"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another text for an example. `required`: the same call, so it must be converted, too."""

    text: str
    required: bool


def spellings(entry: Entry, example: str) -> Iterator[Spelling]:
    """Other texts of an example that is one call of the entry's function; PyTorch decides which of them it accepts."""
    try:
        call = ast.parse(example, mode="eval").body
    except SyntaxError:
        return
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or entry.signature is None:
        return
    if call.func.attr != entry.name.rpartition(".")[2] or entry.kind not in ("function", "method"):
        return
    names = _names(entry, call)
    if names is None:
        return
    found = [
        *(Spelling(text, True) for text in (_with_keywords(call, names), _other_form(entry, call))),
        *(Spelling(text, False) for text in _numpy_names(call)),
        *(Spelling(text, False) for text in _other_axes(call, names)),
        *(Spelling(text, False) for text in _keepdim(entry, call)),
    ]
    seen = {ast.unparse(call)}
    for spelling in found:
        if spelling.text and spelling.text not in seen:
            seen.add(spelling.text)
            yield spelling


def _is_method(call: ast.Call) -> bool:
    return not ast.unparse(call.func).startswith(("torch.", "F.", "nn.", "torchvision."))


def _names(entry: Entry, call: ast.Call) -> list[str] | None:
    """The parameters that the positional arguments go to; None where a variadic one takes them."""
    parameters = entry.signature.parameters if entry.signature else ()
    if any(parameter.variadic for parameter in parameters) or any(isinstance(arg, ast.Starred) for arg in call.args):
        return None
    names = [parameter.name for parameter in parameters if not parameter.keyword_only]
    if _is_method(call) and entry.kind == "function":
        names = names[1:]
    return names[: len(call.args)] if len(names) >= len(call.args) else None


def _with_keywords(call: ast.Call, names: list[str]) -> str:
    """Every positional argument but a function's first as a keyword."""
    kept = 0 if _is_method(call) else 1
    changed = copy.deepcopy(call)
    moved = [ast.keyword(name, value) for name, value in zip(names[kept:], changed.args[kept:], strict=True)]
    changed.args, changed.keywords = changed.args[:kept], moved + changed.keywords
    return ast.unparse(changed)


def _other_form(entry: Entry, call: ast.Call) -> str:
    """A method call as a function call, and the other way round, where the entry says that both exist."""
    short = entry.name.rpartition(".")[2]
    if f"torch.Tensor.{short}" not in entry.aliases or not isinstance(call.func, ast.Attribute):
        return ""
    changed = copy.deepcopy(call)
    if _is_method(call):
        changed.args = [call.func.value, *changed.args]
        changed.func = ast.parse(entry.name, mode="eval").body
    elif call.args:
        changed.func = ast.Attribute(changed.args.pop(0), call.func.attr)
    return ast.unparse(changed)


def _numpy_names(call: ast.Call) -> Iterator[str]:
    if any(keyword.arg in _NUMPY for keyword in call.keywords):
        changed = copy.deepcopy(call)
        for keyword in changed.keywords:
            keyword.arg = _NUMPY.get(keyword.arg or "", keyword.arg)
        yield ast.unparse(changed)


def _other_axes(call: ast.Call, names: list[str]) -> Iterator[str]:
    places = [(name, k) for k, name in enumerate(names)] + [(word.arg, -1 - k) for k, word in enumerate(call.keywords)]
    for name, place in places:
        if name not in _AXES or not _is_integer(_argument(call, place)):
            continue
        for axis in _OTHER_AXES:
            changed = copy.deepcopy(call)
            if place >= 0:
                changed.args[place] = ast.Constant(axis)
            else:
                changed.keywords[-1 - place].value = ast.Constant(axis)
            yield ast.unparse(changed)


def _argument(call: ast.Call, place: int) -> ast.expr:
    return call.args[place] if place >= 0 else call.keywords[-1 - place].value


def _is_integer(node: ast.expr) -> bool:
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(inner, ast.Constant) and type(inner.value) is int


def _keepdim(entry: Entry, call: ast.Call) -> Iterator[str]:
    given = any(keyword.arg in ("keepdim", "keepdims") for keyword in call.keywords)
    if entry.signature is not None and "keepdim" in entry.signature and not given:
        changed = copy.deepcopy(call)
        changed.keywords.append(ast.keyword("keepdim", ast.Constant(True)))
        yield ast.unparse(changed)
