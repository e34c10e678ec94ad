"""A layer's class that is handed around (`act=nn.ReLU`): a function with PyTorch's arguments builds Gluon's layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Argument, Span, Use
from gluonize.analysis.overloads import Bound
from gluonize.catalogue import Category, Entry, Parameter
from gluonize.catalogue.template import compile_template
from gluonize.rewriter.layout import compose
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rendering import NotRenderedError, render

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_LAYERS = "torch.nn."
_OPEN = frozenset(
    {"assignment", "default_parameter", "typed_default_parameter", "keyword_argument", "argument_list", "pair"}
)
_NOTE = "It builds Gluon's layer from PyTorch's arguments, those that are left out here excepted."
_TOLD = re.compile(r"['\"\d]|\b(?:True|False)\b|^None!?$")
"""Annotations of parameters that name values."""
_PLACES = frozenset({"device", "dtype"})


def class_value(program: Program, use: Use, entries: tuple[Entry, ...]) -> Outcome | None:
    """The outcome of a layer's class as a default, an argument, a dictionary's value or under another name.

    None where it may be asked what it is (isinstance, a comparison), or where its call needs more than a template.
    """
    node = program.tree.expression(use.span)
    entry = _widest(entries)
    template = entry.template(program.target) if entry is not None else None
    if entry is None or template is None or node is None or not _handed_around(program, node):
        return None
    text = _function(entry, template)
    if text is None:
        return None
    if node.parent is None or node.parent.type not in _OPEN:
        text = f"({text})"
    edits = (Edit(use.span.start, use.span.end, text),)
    notes = (entry.note, _NOTE) if entry.note else (_NOTE,)
    helpers = frozenset(entry.helpers)
    return Outcome(Category.SEMANTICS, entry, edits, absorbs=True, notes=notes, helpers=helpers, rule="class_value")


def _widest(entries: tuple[Entry, ...]) -> Entry | None:
    """The overload whose function takes the most arguments, and where several do, asks least for their types."""
    usable = [entry for entry in entries if _usable(entry)]
    return max(usable, key=lambda entry: (len(_taken(entry)), -_typed(entry)), default=None)


def _typed(entry: Entry) -> int:
    return sum(item.annotation is not None for item in _taken(entry))


def _usable(entry: Entry) -> bool:
    """Whether a layer is built by a template that needs nothing which the function cannot take."""
    if entry.signature is None or entry.rule or entry.kind != "class" or not entry.name.startswith(_LAYERS):
        return False
    if not {item.name for item in entry.signature.parameters}.isdisjoint(entry.helpers):
        return False  # the function's parameter would stand before the helper of that name
    needed = [item for item in entry.signature.parameters if item.default is None]
    return all(_free(entry, item) and not item.keyword_only for item in needed)


def _taken(entry: Entry) -> list[Parameter]:
    return [item for item in entry.signature.parameters if _free(entry, item)] if entry.signature is not None else []


def _free(entry: Entry, parameter: Parameter) -> bool:
    """Whether the function can take any value for a parameter: nothing refuses, translates or tells overloads by it."""
    told = parameter.annotation is not None and _TOLD.search(parameter.annotation) is not None
    fixed = parameter.name in entry.refuse or parameter.name in dict(entry.values) or parameter.name in _PLACES
    return not (told or fixed or parameter.variadic)


def _function(entry: Entry, template: str) -> str | None:
    """A lambda with PyTorch's parameters that calls the template with them."""
    taken = _taken(entry)
    names = ", ".join(item.name for item in taken).encode()
    values: dict[str, Argument] = {}
    position = 0
    for item in taken:
        span = Span(position, position + len(item.name))
        values[item.name] = Argument(span, form="identifier", whole=span)
        position = span.end + 2
    try:
        rendering = render(compile_template(template), Bound(entry, values), names)
    except NotRenderedError:
        return None
    body = compose(rendering.pieces, lambda span: names[span.start : span.end].decode())
    head = ", ".join(_parameters(entry))
    return f"lambda {head}: {body}" if head else f"lambda: {body}"


def _parameters(entry: Entry) -> Iterator[str]:
    """The function's parameters; those behind one that is left out go by their keywords, as their places are others."""
    shifted = starred = False
    for item in entry.signature.parameters if entry.signature is not None else ():
        if not _free(entry, item):
            shifted = True
            continue
        if (shifted or item.keyword_only) and not starred:
            starred = True
            yield "*"
        yield item.name if item.default is None else f"{item.name}={item.default}"


def _handed_around(program: Program, node: Node) -> bool:
    """Whether a class is a default, an argument, a dictionary's value, or gets a name that is only called."""
    parent = node.parent
    while parent is not None and parent.type in {"conditional_expression", "parenthesized_expression"}:
        node, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type in {"default_parameter", "typed_default_parameter", "assignment"}:
        left = parent.child_by_field_name("left" if parent.type == "assignment" else "name")
        named = left is not None and left.type in {"identifier", "attribute"}
        return named and left is not None and not _asked(program, program.text_of(left))
    if parent.type == "keyword_argument":
        name = parent.child_by_field_name("name")
        return name is not None and not _asked(program, program.text_of(name))
    if parent.type == "pair":
        return parent.child_by_field_name("value") == node
    return parent.type == "argument_list" and not _tests_types(program, parent)


def _tests_types(program: Program, arguments: Node) -> bool:
    function = arguments.parent.child_by_field_name("function") if arguments.parent is not None else None
    return function is None or program.text_of(function) in {"isinstance", "issubclass", "type", "super"}


def _asked(program: Program, name: str) -> bool:
    """Whether the text asks what a name is: a function is no class then."""
    word = rf"\b{re.escape(name.rpartition('.')[2])}\b"
    text = program.source.decode("utf-8", "replace")
    tested = rf"\bis(?:instance|subclass)\([^()]*(?:\([^()]*\)[^()]*)*{word}"
    right = rf"(?:==|!=|\bis\b|\bin\b)\s*(?:not\s+)?[\w.]*{word}(?!\s*\()"
    left = rf"{word}\s*(?:==|!=|\bis\b(?!\s+(?:not\s+)?None))"
    return any(re.search(pattern, text) for pattern in (tested, right, left))
