"""`super().__init__(layers)` of a class that derives from nn.Sequential: Gluon's takes its layers by add()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program


@watches("super")
def base_sequential(program: Program, use: Use) -> Outcome:
    """`super().__init__(a, b)` to `super().__init__()` and `self.add(a, b)`."""
    statement = program.tree.whole_statement(use.span)
    node = program.tree.expression(use.span)
    arguments = node.child_by_field_name("arguments") if node is not None else None
    if statement is None or arguments is None or not program.tree.alone_on_its_lines(statement):
        return refusal("its layers are not given in a statement of its own", Category.PROGRAM_LEVEL)
    named = any("dict" in argument.type or "OrderedDict" in program.text(argument.span) for argument in use.arguments)
    if named or any(argument.keyword for argument in use.arguments):
        return refusal("its layers are not given one by one", Category.ARGUMENT_UNSUPPORTED)
    indent = program.tree.indentation(statement.start_byte)
    text = f"(){program.tree.newline()}{indent}self.add("
    edit = Edit(arguments.start_byte, arguments.start_byte + 1, text)
    return Outcome(Category.COMPOSITE, None, (edit,), rule="base_sequential")
