"""Every entry of the catalogue against itself: its examples, inputs, helpers and evidence. No framework is needed."""

from __future__ import annotations

import ast
import builtins
import json

import pytest

from gluonize.catalogue import TARGETS, Catalogue, Entry, load_catalogue, mappings_folder

pytest.importorskip("numpy")

from scripts.verify.conversion import IMPORTS, TORCHVISION, mxnet_program
from scripts.verify.options import options_of
from scripts.verify.targets import targets_of

from gluonize.catalogue.inputs import inputs_of, parse_input, shared_inputs

CATALOGUE: Catalogue = load_catalogue().without_evidence()
BY_NAME: dict[str, list[Entry]] = {}
for _entry in CATALOGUE.entries():
    BY_NAME.setdefault(_entry.name, []).append(_entry)
CHAPTERS = sorted({entry.chapter for entry in CATALOGUE.entries()})
HELPERS = mappings_folder().parent / "server" / "gluonize" / "helpers"


@pytest.mark.parametrize("name", BY_NAME)
def test_examples_name_only_known_inputs(name: str) -> None:
    imported = {part.asname or part.name for part in _imported(IMPORTS + TORCHVISION)}
    for entry in BY_NAME[name]:
        for example in entry.examples:
            loaded, bound = _names(example)
            unknown = loaded - bound - imported - set(inputs_of(entry, example)) - set(dir(builtins))
            assert not unknown, f"{example} uses {unknown}: declare it in 'inputs'"


@pytest.mark.parametrize("name", BY_NAME)
def test_verification_options_and_inputs_are_valid(name: str) -> None:
    for entry in BY_NAME[name]:
        options = options_of(entry)
        own = dict(entry.inputs)
        for declaration in own.values():
            parse_input(declaration)
        for text in options.call:
            assert text in own or text in shared_inputs() or parse_input(text)


@pytest.mark.parametrize("name", BY_NAME)
def test_an_equivalent_has_an_example(name: str) -> None:
    for entry in BY_NAME[name]:
        assert entry.examples or entry.rule or not targets_of(entry)


@pytest.mark.parametrize("name", BY_NAME)
def test_helpers_exist_for_the_targets_that_use_them(name: str) -> None:
    for entry in BY_NAME[name]:
        for helper in entry.helpers:
            assert any((HELPERS / target / f"{helper}.py").is_file() for target in TARGETS), helper


@pytest.mark.parametrize("name", [name for name, entries in BY_NAME.items() if any(e.examples for e in entries)])
def test_examples_convert_as_they_did_when_they_were_executed(name: str) -> None:
    record = _evidence().get(name)
    if record is None:
        pytest.fail(f"{name} has no evidence: run make verify")
    assert record["passed"], f"{name} failed when it was last executed: run make verify"
    fresh = [
        [target, example, mxnet_program(example, inputs_of(entry, example), CATALOGUE, target).text]
        for entry in BY_NAME[name]
        for example in entry.examples
        for target in targets_of(entry)
    ]
    assert fresh == record["converted"], f"the evidence of {name} is stale: run make verify"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_evidence_is_of_this_chapter(chapter: str) -> None:
    path = mappings_folder() / "evidence" / f"{chapter}.json"
    names = {entry.name for entry in CATALOGUE.entries() if entry.chapter == chapter}
    recorded = set(json.loads(path.read_text(encoding="utf-8"))["entries"]) if path.exists() else set()
    assert recorded <= names, f"run make verify: {recorded - names} are gone"


def test_every_evidence_file_belongs_to_a_chapter() -> None:
    assert {path.stem for path in (mappings_folder() / "evidence").glob("*.json")} <= set(CHAPTERS)


def _evidence() -> dict[str, dict[str, object]]:
    if not _RECORDS:
        for path in sorted((mappings_folder() / "evidence").glob("*.json")):
            _RECORDS.update(json.loads(path.read_text(encoding="utf-8"))["entries"])
    return _RECORDS


_RECORDS: dict[str, dict[str, object]] = {}


def _imported(source: str) -> list[ast.alias]:
    nodes = ast.parse(source).body
    return [part for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)) for part in node.names]


def _names(example: str) -> tuple[set[str], set[str]]:
    nodes = list(ast.walk(ast.parse(example)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    loaded = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)} | {"result"}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    return loaded, bound
