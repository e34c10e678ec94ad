"""Decides what becomes of one use: binds the call, fills the template, and sets the category as written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.analysis.overloads import Bound, Unbound, bind
from gluonize.catalogue import Category, Entry
from gluonize.catalogue.template import compile_template
from gluonize.rewriter import rules, sizes
from gluonize.rewriter.blocks import delete_statement
from gluonize.rewriter.function_values import OF_ONE_ARRAY, helper_value
from gluonize.rewriter.in_place import Writing, writing
from gluonize.rewriter.initialization import holds_parameters, layer
from gluonize.rewriter.keyword_calls import called_by_name
from gluonize.rewriter.layout import compose, compose_lines, gap_edits, in_order, loses_comments
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.places import fitted, is_content
from gluonize.rewriter.rendering import NotRenderedError, Rendered, Rendering, Source, is_primary, render
from gluonize.rewriter.rules import annotation
from gluonize.rewriter.rules.class_value import class_value
from gluonize.rewriter.rules.requires_grad import created, without_gradient

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_OPEN_PARENTS = frozenset(
    "argument_list keyword_argument assignment expression_statement return_statement parenthesized_expression "
    "tuple list expression_list pair slice interpolation if_statement while_statement augmented_assignment".split()
)
_LOGICAL_PARENTS = frozenset({"conditional_expression", "if_clause", "not_operator", "boolean_operator"})
_LOGICAL = re.compile(r"\b(?:if|and|or|not|lambda)\b")


def decide(program: Program, use: Use) -> Outcome | None:
    """What becomes of `use`; None when the catalogue has nothing to say of it."""
    return fitted(program, use, _decide(program, use))


def _decide(program: Program, use: Use) -> Outcome | None:
    rule = rules.for_use(program, use)
    if rule is not None:
        return rule
    if use.kind in _SILENT and not program.catalogue.lookup(use.name):
        return None
    entries = program.catalogue.lookup(use.name)
    inplace = () if entries else program.catalogue.inplace(use.name)
    if not entries and not inplace:
        if use.name in _PLAIN_MODULES or use.kind in _SILENT:
            return None
        return refusal("the catalogue has no entry for it", Category.MISSING)
    if not use.sure:
        return refusal("the receiver's type is not known", Category.UNRESOLVED, entries[0] if entries else None)
    if entries and all(entry.none for entry in entries):
        return refusal(entries[0].none, Category.MISSING, entries[0])
    if use.kind == "call":
        return _call(program, use, entries or inplace, in_place=bool(inplace))
    return _reference(program, use, entries or inplace)


_SILENT = frozenset(
    {
        *"instance-call instantiate parameter augmented integers mask store copied arrays item super".split(),
        "split keys",
        "part",
    }
)
"""Uses that only concern the rules that watch them."""

_PLAIN_MODULES = frozenset({"torch", "torch.nn", "torch.optim", "torchvision"})


def _call(program: Program, use: Use, entries: tuple[Entry, ...], *, in_place: bool) -> Outcome:
    bound = bind(entries, use, program.source)
    if isinstance(bound, Unbound):
        return refusal(bound.reason, Category.ARGUMENT_UNSUPPORTED, entries[0])
    entry = bound.entry
    if entry.none:
        return refusal(entry.none, Category.MISSING, entry)
    dropped = [bound.values[name] for name in entry.drop if bound.given(name)]
    if any(argument.type == "torch.Generator" and argument.form == "call" for argument in dropped):
        reason = "its generator is made inside the call; make it in a statement of its own, so that it is seeded"
        return refusal(reason, Category.ARGUMENT_UNSUPPORTED, entry)
    refused = [name for name in entry.refuse if bound.given(name) and not _default(program, bound, name)]
    if refused == ["requires_grad"] and program.text(bound.values["requires_grad"].span) == "True":
        return created(use, _filled(program, use, without_gradient(bound), in_place=in_place))
    if refused:
        note = dict(entry.argument_notes).get(refused[0], "MXNet has no counterpart of it")
        return refusal(f"'{refused[0]}' is given: {note}", Category.ARGUMENT_UNSUPPORTED, entry)
    unproven = program.catalogue.unproven(entry.name) if entry.examples else ""
    if unproven:
        return refusal(unproven, Category.MISSING, entry)
    if entry.rule:
        outcome = rules.for_call(program, use, bound)
        if outcome is not None:
            return outcome
    if entry.category is Category.DELETABLE and entry.template(program.target) is None:
        return delete_statement(program, use, entry)
    return _filled(program, use, bound, in_place=in_place)


def _filled(program: Program, use: Use, bound: Bound, *, in_place: bool) -> Outcome:
    """The outcome of a call by the template of its entry."""
    entry = bound.entry
    method = use.receiver is not None
    template = entry.template(program.target, method=method)
    if template is None:
        return refusal(_lacking(program, entry), Category.MISSING, entry)
    reason = sizes.empty(program, bound, template)
    if reason:
        return refusal(reason, Category.ARGUMENT_UNSUPPORTED, entry)
    in_place = in_place or (entry.inplace and entry.name.endswith("_"))
    outcome = fill(program, use, bound, template, in_place=in_place)
    return layer(program, use, outcome) if holds_parameters(entry) and not outcome.reason else outcome


def _lacking(program: Program, entry: Entry) -> str:
    other = "np" if program.target == "nd" else "nd"
    if entry.template("np" if program.target == "nd" else "nd") is not None:
        return f"only the {other} target has an equivalent"
    return "it needs a structural rewrite of the program around it"


def _default(program: Program, bound: Bound, name: str) -> bool:
    """Whether a refused argument only repeats torch's default."""
    signature = bound.entry.signature
    default = signature[name].default if signature is not None and name in signature else None
    return default is not None and program.text(bound.values[name].span).strip() == default


def fill(program: Program, use: Use, bound: Bound, template_text: str, *, in_place: bool = False) -> Outcome:
    """The outcome of a call that a template rewrites."""
    entry = bound.entry
    template = compile_template(template_text)
    try:
        rendering = render(template, bound, program.source)
    except NotRenderedError as error:
        return refusal(str(error), Category.ARGUMENT_UNSUPPORTED, entry)
    for piece in rendering.pieces:
        blocked = program.blocked(piece.span) if isinstance(piece, Source) else ""
        if blocked:
            return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, entry)
    pieces = [_bracketed(program, piece) for piece in sizes.with_one_element(program, bound, rendering.pieces)]
    reads = any(isinstance(piece, Source) and piece.span == use.receiver for piece in pieces)
    writes = writing(program, use, reads=reads) if in_place else Writing()
    if writes.reason:
        return refusal(writes.reason, Category.SEMANTICS, entry)
    if writes.target is not None:
        pieces = [writes.head, Source(writes.target), writes.between, *pieces, writes.tail]
    elif not template.primary and not _open(program, use.span, template_text):
        pieces = ["(", *pieces, ")"]
    kept = {piece.span for piece in pieces if isinstance(piece, Source)}
    covers = [argument.whole for argument in use.arguments if argument.span not in kept]
    if use.receiver is not None and use.receiver not in kept:
        covers.append(use.receiver)
    edits = gap_edits(pieces, use.span, program.source) if in_order(pieces) else None
    absorbs = edits is None
    if edits is None:
        text = compose(pieces, program.converted)
        if loses_comments(pieces, use.span, program.source):
            lines = compose_lines(rendering, use.span, program.source, program.converted)
            if lines is None:
                return refusal("a comment inside the call would be lost", Category.ARGUMENT_UNSUPPORTED, entry)
            text = lines
        edits = [] if text == program.text(use.span) else [Edit(use.span.start, use.span.end, text)]
    return Outcome(
        category_of(program, bound, rendering, changed=bool(edits)),
        entry,
        tuple(edits),
        absorbs=absorbs,
        covers=tuple(covers),
        notes=notes_of(bound),
        helpers=helpers_of(entry, template_text) | rendering.helpers | writes.helpers,
        rule=entry.rule,
    )


def helpers_of(entry: Entry, template: str) -> frozenset[str]:
    """The helpers that a template of an entry needs: none where only the other target's calls them."""
    return frozenset(entry.helpers if any(f"{name}(" in template for name in entry.helpers) else ())


def _bracketed(program: Program, piece: Rendered) -> Rendered:
    """A stretch of source; in parentheses where it becomes an operator expression that needs them (`x.eq(y)`)."""
    if isinstance(piece, str) or piece.wrap or not piece.primary or program.use_at(piece.span) is None:
        return piece
    return piece if is_primary(program.converted(piece.span)) else replace(piece, wrap=True)


def _open(program: Program, span: Span, text: str) -> bool:
    """Whether the place of an expression takes `text` without parentheses."""
    node = program.tree.node(span)
    parent = node.parent if node is not None else None
    if parent is None:
        return False
    comparison = parent.type in _LOGICAL_PARENTS and not _LOGICAL.search(text)
    return comparison or parent.type in _OPEN_PARENTS


def category_of(program: Program, bound: Bound, rendering: Rendering, *, changed: bool) -> Category:
    """The category of a call as it is written: the highest that applies."""
    found = [bound.entry.category]
    if sizes.single(program, bound):
        found.append(Category.RESULT_FORM)
    if not changed and bound.entry.category.rank <= Category.RENAMED_ARGUMENTS.rank:
        found = [Category.IDENTICAL]
    if rendering.pinned and changed:
        found.append(Category.DEFAULT_PINNED)
    if rendering.adapted:
        found.append(Category.ARGUMENT_ADAPTED)
    if any(bound.given(name) for name in bound.entry.drop):
        found.append(Category.ARGUMENT_IGNORABLE)
    return max(found, key=lambda category: category.rank)


def notes_of(bound: Bound) -> tuple[str, ...]:
    """The entry's note and those of the arguments that the call gives."""
    notes = [bound.entry.note] if bound.entry.note else []
    notes += [f"{name}: {text}" for name, text in bound.entry.argument_notes if bound.given(name)]
    return tuple(notes)


def _reference(program: Program, use: Use, entries: tuple[Entry, ...]) -> Outcome | None:
    """An attribute, a constant, a base class, or a function passed as a value."""
    entry = entries[0]
    if use.kind in _SILENT:
        return None
    if entry.none:
        return refusal(entry.none, Category.MISSING, entry)
    template = entry.template(program.target)
    if use.kind == "base":
        return _base_class(program, use, entry, template)
    if use.store and not entry.inplace and not is_content(use):
        return refusal("it is assigned to", Category.PROGRAM_LEVEL, entry)
    if entry.kind == "attribute":
        if _called(program, use):
            return None
        unproven = program.catalogue.unproven(entry.name) if entry.examples else ""
        if unproven:
            return refusal(unproven, Category.MISSING, entry)
        if template is None:
            return refusal(_lacking(program, entry), Category.MISSING, entry)
        return fill(program, use, Bound(entry, receiver=use.receiver), template)
    return _passed_as_value(program, use, entries, template)


def _called(program: Program, use: Use) -> bool:
    """Whether an attribute is called: PyTorch's is no function then, so the object is another one."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    return parent is not None and parent.type == "call" and parent.child_by_field_name("function") == node


def _base_class(program: Program, use: Use, entry: Entry, template: str | None) -> Outcome:
    """A class that the user's class derives from; a network's class is converted whole or not at all."""
    head = (template or "").partition("(")[0].replace("HybridSequential", "Sequential")
    if not head or "$" in head or entry.name not in _BASES:
        return refusal("a class that derives from it is not converted", Category.PROGRAM_LEVEL, entry)
    named = entry.name == "torch.nn.Module" and called_by_name(program, use)
    helpers = frozenset({_BY_NAME}) if named else frozenset[str]()
    edit = Edit(use.span.start, use.span.end, _BY_NAME if named else head)
    notes = notes_of(Bound(entry))
    return Outcome(entry.category, entry, (edit,), absorbs=True, notes=notes, helpers=helpers, rule=entry.rule)


_BY_NAME = "KeywordBlock"
_BASES = frozenset({"torch.nn.Module", "torch.nn.Sequential", "torch.utils.data.Dataset"})


def _passed_as_value(program: Program, use: Use, entries: tuple[Entry, ...], template: str | None) -> Outcome:
    entry = entries[0]
    head, _, rest = (template or "").partition("(")
    if entry.kind == "class" and template and entry.category.policy != "never" and "$" not in head:
        if annotation.named_in(program, use):
            if head == "mx.gluon.nn.Activation":
                return refusal("Gluon has one class for several activations", Category.SEMANTICS, entry)
            edit = Edit(use.span.start, use.span.end, head)
            return _named(entry, edit, Category.RENAMED)
        built = class_value(program, use, entries)
        if built is not None:
            return built
        return refusal("it is passed as a value; its arguments at the later call are not known", entry.category, entry)
    if entry.kind == "function" and OF_ONE_ARRAY.match(rest) and "$" not in head:
        edit = Edit(use.span.start, use.span.end, head)
        return _named(entry, edit, entry.category)
    helper = helper_value(program, use, entry, template) if template and len(entries) == 1 else None
    if helper is not None:
        return helper
    return refusal("it is passed as a value; its arguments at the later call are not known", entry.category, entry)


def _named(entry: Entry, edit: Edit, category: Category) -> Outcome:
    notes, helpers = notes_of(Bound(entry)), frozenset(entry.helpers)
    return Outcome(category, entry, (edit,), absorbs=True, notes=notes, helpers=helpers)
