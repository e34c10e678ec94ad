"""Small programs that hold one call of a program alone, with inputs of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gluonize.analysis import Document
from gluonize.catalogue import Target, load_catalogue
from gluonize.catalogue.inputs import Literal, Setup, Spec, inputs_of, parse_input, shared_inputs
from gluonize.errors import UsageError
from gluonize.parity.examples import example_arguments
from gluonize.parity.focus import Definition
from gluonize.parity.inputs import Source, drawn
from gluonize.parity.sites import CallSite, Given
from gluonize.parity.subjects import Subject
from gluonize.rewriter import convert
from gluonize.rewriter.model import Conversion

_NAME = "call"
_EXAMPLE_IMPORTS = (
    "import torch",
    "import torch.nn as nn",
    "import torch.nn.functional as F",
    "from torch import optim",
)
CANDIDATES = (
    ("logits", "labels"),
    ("logits", "targets"),
    ("x",),
    ("images",),
    ("signal",),
    ("volume",),
    ("sequence",),
    ("tokens",),
    ("x", "y"),
)
"""What layers and losses are called with where their entries do not say it: names of the shared inputs."""


@dataclass
class _Call:
    """A call in the making: the parameters of the function around it, with their values, and what stands before."""

    imports: list[str]
    before: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def parameter(self, wanted: str, source: dict[str, Any]) -> str:
        """A parameter called like `wanted`, with its value; its name."""
        taken = {name for name, _ in self.sources} | {"torch", "nn", "F", "optim", _NAME}
        name = "tensor" if wanted == "self" else wanted if wanted.isidentifier() else f"x{len(self.sources)}"
        while name in taken:
            name += "_"
        self.sources.append((name, source))
        return name

    def subject(self, body: Sequence[str], target: Target, note: str) -> Subject:
        parameters = ", ".join(f"{name}: torch.Tensor" for name, _ in self.sources)
        lines = [f"def {_NAME}({parameters}):", *(f"    {line}" for line in body)]
        text = "\n".join([*dict.fromkeys(self.imports), "", *self.before, "", *lines, ""])
        focus = Definition(_NAME, tuple(self.sources))
        return Subject(text, _converted(text, target), focus, (note,))


def from_capture(site: CallSite, run: Mapping[str, Any], folder: str, target: Target) -> Subject:
    """The call with the arguments of a run; `run` is what the probe noted, its arrays are in `folder`."""
    call = run["calls"][0]

    def source(array: str) -> dict[str, Any]:
        return {"folder": folder, "array": array, "index": run["arrays"][array]}

    made = _Call(["import torch", *site.imports])

    def text_of(given: Given, index: int) -> str:
        form = call["forms"].get("self" if given.parameter == "self" else given.keyword or str(index))
        if form is None:
            if given.constant is None:
                raise UsageError(f"{given.text} is no tensor and no number, so the call cannot be run alone.")
            return given.constant
        return _written(form, given.text if given.text.isidentifier() else given.parameter, source, made)

    if site.kind == "instance":
        made.before.append(f"layer = {_constructor(site, call['module'])}")
        made.before += [] if call["training"] else ["layer.eval()"]
    texts = _texts(site, text_of)
    note = f"{site.callee} at line {site.place[0]} was run alone, with what a run of the program gives it"
    subject = made.subject(_body(site, texts), target, note)
    if site.kind != "instance":
        return subject
    states = {name: source(array) for name, array in call["state"].items()}
    return replace(subject, focus=Definition(_NAME, tuple(made.sources), (), (("layer", states),)))


def _texts(site: CallSite, text_of: Any) -> list[tuple[Given, str]]:
    """Each argument with the text that takes its place."""
    found, index = [], 0
    for given in site.arguments:
        if given.keyword == "**" or given.text.startswith("*"):
            raise UsageError("The arguments of the call are unpacked with *: compare the lines around it.")
        found.append((given, text_of(given, index)))
        index += given.parameter != "self" and given.keyword is None
    return found


def _written(form: Mapping[str, Any], wanted: str, source: Callable[[str], dict[str, Any]], made: _Call) -> str:
    """A value of a run as text; its tensors become parameters."""
    if "tensor" in form:
        return made.parameter(wanted, source(form["array"]))
    if "plain" in form:
        return repr(form["plain"])
    (kind, parts), *_ = form.items()
    texts = [_written(part, f"{wanted}{number}", source, made) for number, part in enumerate(parts, 1)]
    inside = ", ".join(texts)
    return f"[{inside}]" if kind == "list" else f"({inside}{',' if len(texts) == 1 else ''})"


def _body(site: CallSite, texts: Sequence[tuple[Given, str]]) -> list[str]:
    """The statements of the function around the call."""
    receiver = next((text for given, text in texts if given.parameter == "self"), None)
    callee = (
        "layer"
        if site.kind in ("layer", "instance")
        else site.callee
        if receiver is None
        else f"{receiver}.{site.callee}"
    )
    written = [
        text if given.keyword is None else f"{given.keyword}={text}"
        for given, text in texts
        if given.parameter != "self"
    ]
    call = f"{callee}({', '.join(written)})"
    if receiver is not None and site.callee.endswith("_") and not site.callee.endswith("__"):
        return [call, f"return {receiver}"]
    return [f"return {call}"]


def _constructor(site: CallSite, built: Mapping[str, Any]) -> str:
    """The text that builds the layer that a run had, in the terms of the catalogue's signatures."""
    name = f"torch.nn.{built['class']}" if built["class"] else site.name
    if "parts" in built:
        names = list(built["parts"])
        if names != [str(number) for number in range(len(names))] or not all(map(_is_known, built["parts"].values())):
            raise UsageError(f"{site.callee} holds what only the program can build: compare the lines around it.")
        return f"{name}({', '.join(_constructor(site, part) for part in built['parts'].values())})"
    [entry, *_] = load_catalogue().lookup(name)
    written, arguments = [], built["arguments"]
    for parameter in entry.signature.parameters if entry.signature is not None else ():
        if parameter.name in arguments and repr(arguments[parameter.name]) != parameter.default:
            value = arguments[parameter.name]
            written.append(f"{parameter.name}={tuple(value) if isinstance(value, list) else repr(value)}")
    return f"{name}({', '.join(written)})"


def _is_known(built: Mapping[str, Any]) -> bool:
    """Whether the catalogue knows the class of a layer."""
    return bool(built["class"] and load_catalogue().lookup(f"torch.nn.{built['class']}"))


def from_examples(site: CallSite, target: Target) -> Iterator[Subject]:
    """The call on the inputs of the catalogue's examples, then the examples themselves; the first that runs will do."""
    if site.kind == "instance":
        unknown = replace(site, kind="layer", arguments=(Given("", "", None, None),))
        yield from from_examples(replace(site.maker or unknown, place=site.place), target)
    elif site.kind == "function":
        for example in site.entry.examples:
            yield from _on_inputs_of(site, example, target)
        for example in site.entry.examples:
            yield from _example(site, example, target)
    elif site.kind == "layer":
        for text in [_own(site), *site.entry.examples]:
            if text is not None:
                yield from _called(site, text, target)
    else:
        for text in [_own(site), *site.entry.examples]:
            if text is not None:
                yield _trained(site, text, target)


def _own(site: CallSite) -> str | None:
    """The call as it is written, but on a model; None where an argument means something in its program alone."""
    written = []
    for given in site.arguments:
        text = given.constant
        if given.parameter == "params":
            text = "model.parameters()"
        elif given.parameter == "optimizer" and site.kind == "scheduler":
            text = "optimizer"
        if text is None:
            return None
        written.append(text if given.keyword is None else f"{given.keyword}={text}")
    return f"{site.callee}({', '.join(written)})"


def _on_inputs_of(site: CallSite, example: str, target: Target) -> Iterator[Subject]:
    """The call with the example's arguments in the place of those that only the program has."""
    theirs = example_arguments(site.entry, example)
    if theirs is None:
        return
    first = site.entry.signature.parameters[0].name if site.entry.signature and site.entry.kind != "method" else "self"

    def text_of(given: Given, index: int) -> str:
        if given.constant is not None and given.parameter != "self":
            return given.constant
        parameter = first if given.parameter == "self" else given.parameter
        if parameter not in theirs:
            raise UsageError(f"no example gives {given.parameter}")
        return theirs[parameter]

    try:
        texts = _texts(site, text_of)
    except UsageError:
        return
    body = _body(site, texts)
    note = f"{site.callee} at line {site.place[0]} was run alone, on the inputs of the catalogue's example {example}"
    yield from _with_inputs(site, body, target, note)


def _example(site: CallSite, example: str, target: Target) -> Iterator[Subject]:
    """An example of the catalogue as it is."""
    note = f"the catalogue's example {example} was run in the place of the call, which has arguments of its own"
    try:
        ast.parse(example, mode="eval")
    except SyntaxError:
        return
    body = [f"return {example}"]
    match = re.match(r"(\w+)\.\w+[^_]_\(", example)
    yield from _with_inputs(site, [example, f"return {match[1]}"] if match else body, target, note)


def _with_inputs(site: CallSite, body: list[str], target: Target, note: str) -> Iterator[Subject]:
    made = _Call([*_EXAMPLE_IMPORTS, *site.imports])
    for name, given in inputs_of(site.entry, "\n".join(line.removeprefix("return ") for line in body)).items():
        if isinstance(given, Spec) and not given.numpy:
            made.parameter(name, drawn(name, given))
        elif isinstance(given, Setup):
            made.before.append(f"{name} = {given.code}")
        elif isinstance(given, Literal):
            made.before.append(f"{name} = {given.value!r}")
        else:
            return
    yield made.subject(body, target, note)


def _called(site: CallSite, text: str, target: Target) -> Iterator[Subject]:
    """A layer that `text` builds, on what its sizes tell, on what its entry says, or on one of the shared inputs."""
    known = {**shared_inputs(), **{name: parse_input(spec) for name, spec in site.entry.inputs}}
    other = "" if text == _own(site) else ", in the place of one that only the program can build"
    note = f"{text} was called alone{other}"
    imports, layer = [*_EXAMPLE_IMPORTS, *site.imports], [f"layer = {text}"]
    alone = _Call(imports, layer, [("input", {})]).subject(["return layer(input)"], target, note)
    yield replace(alone, focus=Definition(_NAME))
    said = dict(site.entry.verify).get("call")
    for names in [tuple(said)] if isinstance(said, (tuple, list)) else CANDIDATES:
        made, written = _Call(imports, layer), []
        for number, name in enumerate(names):
            spec = known.get(name) or parse_input(name)
            if isinstance(spec, Spec):
                written.append(made.parameter(name if name in known else f"x{number}", drawn(name, spec)))
        yield made.subject([f"return layer({', '.join(written)})"], target, note)


def _trained(site: CallSite, text: str, target: Target) -> Subject:
    """A model that an optimizer, or one under a schedule, trains for some steps."""
    optimizer = text if site.kind == "optimizer" else "torch.optim.SGD(model.parameters(), lr=0.1)"
    schedule = [f"scheduler = {text}"] if site.kind == "scheduler" else []
    step = ["    scheduler.step()"] if site.kind == "scheduler" else []
    lines = [
        *dict.fromkeys([*_EXAMPLE_IMPORTS, *site.imports]),
        "",
        "model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))",
        "x = torch.randn(5, 3)",
        "y = torch.randn(5, 2)",
        f"optimizer = {optimizer}",
        *schedule,
        "for step in range(5):",
        "    optimizer.zero_grad()",
        "    loss = ((model(x) - y) ** 2).mean()",
        "    loss.backward()",
        "    optimizer.step()",
        *step,
        "",
    ]
    program = "\n".join(lines)
    return Subject(program, _converted(program, target), None, (f"{text} trained a small network for five steps",))


def _converted(text: str, target: Target) -> Conversion:
    """The conversion, as one whose lines are not judged one by one: they are nobody's."""
    return replace(convert(Document(text, path="call.py"), load_catalogue(), target), edits=())
