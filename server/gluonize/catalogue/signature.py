"""Torch signatures as the catalogue writes them: `(input, min: number = None, *, out=None)`."""

from __future__ import annotations

import ast

from gluonize.catalogue.model import Parameter, Signature


def parse_signature(text: str) -> Signature:
    """Parse a signature in parentheses.

    Annotations may end in `!` (the type must be known). Raises ValueError when `text` is no signature.
    """
    try:
        module = ast.parse(f"def f{text.replace('!', ' @ 1')}: ...")
    except SyntaxError as error:
        raise ValueError(f"'{text}' is not a signature: {error.msg}") from None
    function = module.body[0]
    if not isinstance(function, ast.FunctionDef):
        raise ValueError(f"'{text}' is not a signature")
    spec = function.args
    if spec.kwarg is not None:
        raise ValueError(f"'{text}': ** is not allowed in a signature")
    positional = [*spec.posonlyargs, *spec.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(spec.defaults))
    defaults += spec.defaults
    parameters = [_parameter(arg, default) for arg, default in zip(positional, defaults, strict=True)]
    if spec.vararg is not None:
        parameters.append(_parameter(spec.vararg, None, variadic=True))
    parameters += [
        _parameter(arg, default, keyword_only=True)
        for arg, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True)
    ]
    return Signature(tuple(parameters), text)


def _parameter(
    arg: ast.arg, default: ast.expr | None, *, keyword_only: bool = False, variadic: bool = False
) -> Parameter:
    annotation = ast.unparse(arg.annotation).replace(" @ 1", "!") if arg.annotation else None
    return Parameter(arg.arg, annotation, ast.unparse(default) if default else None, keyword_only, variadic)
