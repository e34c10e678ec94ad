"""The section of one PyTorch name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gluonize.catalogue import TARGETS, Entry, Hint
from scripts.docs.markdown import code, prose, table


def entry_section(name: str, group: list[Entry], record: Mapping[str, Any] | None, hints: Sequence[Hint] = ()) -> str:
    """Everything that is known of a name: each overload, what MXNet has beside it, and what executing them found."""
    parts = [f"## {code(name)}\n"]
    for entry in group:
        parts += _overload(entry)
    parts += [
        f"**Also in MXNet: {hint.title.lower()}.** {hint.text}\n\n```python\n{hint.code}\n```\n" for hint in hints
    ]
    if record is not None:
        parts += _evidence(record)
    return "\n".join(parts)


def _overload(entry: Entry) -> Iterator[str]:
    short = entry.name.rpartition(".")[2]
    if entry.signature is not None:
        yield f"`{short}{entry.signature.text}`\n"
    if entry.aliases or entry.inplace:
        names = [*entry.aliases, *([f"torch.Tensor.{short}_"] if entry.inplace else [])]
        yield f"Also: {', '.join(code(alias) for alias in names)}\n"
    if entry.none:
        yield f"**No equivalent.** {entry.none} {entry.instead}\n"
        return
    rows = [(target, code(template)) for target in TARGETS if (template := entry.template(target))]
    if rows:
        yield table(("target", "MXNet"), rows)
    yield f"Category: [{entry.category.value}](../codes.md). {entry.note}".rstrip() + "\n"
    arguments = _arguments(entry)
    if arguments:
        yield table(("argument", "what happens with it"), arguments)
    if entry.state:
        yield table(("PyTorch's state", "Gluon's"), [(code(mine), code(theirs)) for mine, theirs in entry.state])


def _arguments(entry: Entry) -> list[tuple[str, str]]:
    notes = dict(entry.argument_notes)
    rows = []
    for parameter in entry.signature.parameters if entry.signature else ():
        said = [prose(notes[parameter.name])] if parameter.name in notes else []
        if parameter.name in entry.refuse:
            said.insert(0, "a call that gives it is not converted")
        elif parameter.name in entry.drop:
            said.insert(0, "dropped")
        for values in (values for key, values in entry.values if key == parameter.name):
            said.append("values: " + ", ".join(f"{code(mine)} → {code(theirs)}" for mine, theirs in values))
        if said:
            rows.append((code(parameter.name), "; ".join(said)))
    return rows


def _evidence(record: Mapping[str, Any]) -> Iterator[str]:
    parts = [f"{record['cases']} cases {'passed' if record['passed'] else 'FAILED'}"]
    if record["dtypes"]:
        parts.append(", ".join(record["dtypes"]))
        parts.append(f"largest error {record['max_abs_error']:g} (relative {record['max_rel_error']:g})")
    parts.append(f"gradient {record['gradient']}")
    yield f"Executed on both: {'; '.join(parts)}.\n"
    if record["converted"]:
        rows = [(target, code(mine), code(theirs)) for target, mine, theirs in record["converted"]]
        yield table(("target", "PyTorch", "converted"), rows)
    if record["forms"]:
        yield f"Forms that differ: {', '.join(code(form) for form in record['forms'])}.\n"
    if record["counterexamples"]:
        yield "Where the two part:\n"
        yield "".join(f"- {prose(text)}\n" for text in record["counterexamples"])
