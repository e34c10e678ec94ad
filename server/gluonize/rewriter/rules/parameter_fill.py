"""`self.weight.data.uniform_(-a, a)`: a parameter is filled as by nn.init, also before its block is initialised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gluonize.analysis import Argument, Use
from gluonize.analysis.overloads import Unbound, bind
from gluonize.catalogue.template import compile_template
from gluonize.rewriter.layout import compose
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rendering import NotRenderedError, Source, render
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_FILLS = {
    "torch.Tensor.uniform_": "torch.nn.init.uniform_",
    "torch.Tensor.normal_": "torch.nn.init.normal_",
    "torch.Tensor.zero_": "torch.nn.init.zeros_",
    "torch.Tensor.fill_": "torch.nn.init.constant_",
}
_KEYWORDS = {"mean": "mean", "std": "std", "to": "b", "value": "val"}
"""The parameters of the fills, as nn.init names them."""
_DATA = "torch.nn.Parameter.data"


@watches("call")
def parameter_fill(program: Program, use: Use) -> Outcome | None:
    """The in-place fill of a parameter's data as the call of nn.init that does the same."""
    name = _FILLS.get(use.name)
    index = program.use_at(use.receiver) if name is not None and use.receiver is not None else None
    if name is None or index is None or any(a.keyword and a.keyword not in _KEYWORDS for a in use.arguments):
        return None
    data = program.uses[index]
    if data.name != _DATA or data.receiver is None or program.tree.whole_statement(use.span) is None:
        return None
    tensor = Argument(data.receiver, type="torch.nn.Parameter", whole=data.receiver, form="receiver")
    given = (replace(a, keyword=_KEYWORDS[a.keyword]) if a.keyword else a for a in use.arguments)
    call = replace(use, name=name, receiver=None, arguments=(tensor, *given))
    bound = bind(program.catalogue.lookup(name), call, program.source)
    template = None if isinstance(bound, Unbound) else bound.entry.template(program.target)
    if isinstance(bound, Unbound) or template is None:
        return None
    try:
        rendering = render(compile_template(template), bound, program.source)
    except NotRenderedError:
        return None
    if any(program.blocked(piece.span) for piece in rendering.pieces if isinstance(piece, Source)):
        return None
    edit = Edit(use.span.start, use.span.end, compose(rendering.pieces, program.converted))
    helpers = frozenset(bound.entry.helpers) | rendering.helpers
    return Outcome(bound.entry.category, bound.entry, (edit,), absorbs=True, helpers=helpers, rule="parameter_fill")
