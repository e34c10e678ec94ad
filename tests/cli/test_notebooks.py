from __future__ import annotations

import ast
import json
from typing import Any

import pytest

from gluonize.errors import SourceError
from gluonize.files.notebooks import parse_notebook
from gluonize.rewriter.model import Edit


def code(source: str | list[str], **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": ["old"], "execution_count": 3} | more


def notebook(*cells: dict[str, Any]) -> str:
    return json.dumps({"cells": list(cells), "metadata": {"kernelspec": {}}, "nbformat": 4, "nbformat_minor": 5})


TEXT = {"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "import torch"]}


def test_code_cells_are_joined_and_places_are_named_by_cell() -> None:
    parsed = parse_notebook(notebook(TEXT, code(["import torch\n", "x = 1"]), code("é = torch.ones(2)")))
    assert parsed.text == "import torch\nx = 1\né = torch.ones(2)"
    place = parsed.at(parsed.text.encode().index(b"torch.ones"))
    assert (place.cell, place.line, place.column) == (3, 1, 5)
    assert place.named("a.ipynb") == "a.ipynb:3:1:5"


def test_magics_do_not_disturb_the_offsets() -> None:
    parsed = parse_notebook(notebook(code("%matplotlib inline\n!pip install é"), code("%%bash\nls {"), code("x")))
    ast.parse(parsed.text)
    assert parsed.at(parsed.text.encode().rindex(b"x")).cell == 3


def test_edits_land_in_their_cells_and_outputs_go() -> None:
    parsed = parse_notebook(notebook(code(["import torch\n", "a = 1"]), TEXT, code("%time torch.ones(2)\nb")))
    second = parsed.text.encode().rindex(b"b")
    edited = json.loads(parsed.edited([Edit(0, 13, ""), Edit(second, second + 1, "c")]))
    assert [cell["source"] for cell in edited["cells"]] == [["a = 1"], TEXT["source"], "%time torch.ones(2)\nc"]
    assert edited["cells"][0]["outputs"] == []
    assert edited["cells"][0]["execution_count"] is None
    assert edited["metadata"] == {"kernelspec": {}}


def test_an_edit_over_the_border_of_a_cell_stays_in_its_cell() -> None:
    parsed = parse_notebook(notebook(code("import torch"), code("x")))
    edited = json.loads(parsed.edited([Edit(0, 13, "")]))
    assert [cell["source"] for cell in edited["cells"]] == ["", "x"]


def test_outputs_can_be_kept() -> None:
    parsed = parse_notebook(notebook(code("x")))
    assert json.loads(parsed.edited([], keep_outputs=True))["cells"][0]["outputs"] == ["old"]


@pytest.mark.parametrize("indent", [None, 1, 2, "\t"])
@pytest.mark.parametrize("plain", [False, True])
def test_the_file_keeps_its_layout(indent: int | str | None, plain: bool) -> None:
    text = json.dumps(json.loads(notebook(TEXT, code("é = 1"))), indent=indent, ensure_ascii=plain)
    for end in ("", "\n"):
        assert parse_notebook(text + end).edited([], keep_outputs=True) == text + end


def test_a_notebook_without_code_has_no_text() -> None:
    assert parse_notebook(notebook(TEXT)).text == ""


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"cells": [1]}', '{"worksheets": []}', '{"cells": [{"cell_type": "code"}]}']
)
def test_what_is_no_notebook_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="not a notebook"):
        parse_notebook(text)
