"""Hovers, code actions, hints and lenses in a file."""

from __future__ import annotations

import pytest
from lsprotocol import types

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert
from tests.e2e.editor import FILE, editor

TEXT = "from torch import nn\n\nlayer = nn.Linear(2, 3)\npool = nn.MaxPool2d(2, ceil_mode=True)\nno = nn.RReLU()\n"
LINEAR = "mx.gluon.nn.Dense(3, in_units=2, flatten=False)"


async def test_a_hover_shows_this_call_for_both_targets() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        shown = await ed.hover("nn.Linear")
        assert f"{LINEAR}  # nd" in shown
        assert f"{LINEAR}  # np" in shown
        assert "`default-pinned`" in shown
        assert "| `in_features` | `2` | `in_units` |" in shown
        assert "https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html" in shown
        assert "#mxnet.gluon.nn.Dense" in shown
        assert "RReLU" in await ed.hover("nn.RReLU")
        assert await ed.hover("pool") == ""


async def test_a_hover_in_plain_text_has_no_markup() -> None:
    async with editor("plaintext") as ed:
        ed.open(TEXT)
        shown = await ed.hover("nn.Linear")
        assert f"nd: {LINEAR}" in shown
        assert not set("`*|") & set(shown.partition("flatten=False")[0])


async def test_a_hover_on_an_import_says_what_becomes_of_it() -> None:
    async with editor() as ed:
        ed.open("from torch import nn\nfrom torch.nn import Linear\n")
        assert "Dense" in await ed.hover("Linear")
        assert "converted where it is used" in await ed.hover("nn\n")


@pytest.mark.parametrize("kind", ["vscode", "utf8", "minimal"])
async def test_a_quick_fix_puts_the_equivalent_and_the_import_in_place(kind: str) -> None:
    async with editor(kind) as ed:
        ed.open(TEXT.replace("layer", "s = '😀'; layer"))
        shown = await ed.diagnostics()
        fix = (await ed.actions("nn.Linear", shown=shown))[0]
        assert fix.kind == types.CodeActionKind.QuickFix
        assert fix.is_preferred
        assert [found.code for found in fix.diagnostics or ()] == ["default-pinned"]
        text = ed.applied_to(fix.edit)
        assert f"s = '😀'; layer = {LINEAR}\n" in text
        assert text.startswith("from torch import nn\nimport mxnet as mx\n")
        assert "nn.MaxPool2d(2, ceil_mode=True)" in text


async def test_edits_keep_the_line_ends_of_the_file() -> None:
    async with editor() as ed:
        ed.open(TEXT.replace("\n", "\r\n"))
        text = ed.applied_to((await ed.actions("nn.Linear"))[0].edit)
        assert text.startswith("from torch import nn\r\nimport mxnet as mx\r\n")
        assert text.count("\n") == text.count("\r\n")


async def test_a_fix_that_is_to_be_read_first_asks_for_confirmation() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        fix = (await ed.actions("nn.MaxPool2d"))[0]
        assert fix.edit is not None
        (annotation,) = (fix.edit.change_annotations or {}).values()
        assert annotation.needs_confirmation
        assert "ceil_mode" in (annotation.description or "")
        plain = (await ed.actions("nn.Linear"))[0]
        assert plain.edit is not None
        assert plain.edit.change_annotations is None


async def test_a_use_without_equivalent_has_no_fix_but_can_be_silenced() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        (action,) = await ed.actions("nn.RReLU", only=["quickfix"])
        assert action.title == "Suppress missing on this line"
        ed.rewrite(ed.applied_to(action.edit))
        assert "no = nn.RReLU()  # gluonize: ignore[missing]\n" in ed.texts[FILE]
        assert [ed.text_at(found.range) for found in await ed.diagnostics()] == ["nn.Linear", "nn.MaxPool2d"]


async def test_everything_and_a_selection_are_converted_as_the_command_line_does() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        (everything,) = await ed.actions("layer", only=["source.fixAll.gluonize"])
        expected = convert(Document(TEXT), load_catalogue(), "nd").text
        assert ed.applied_to(everything.edit) == expected
        (selected,) = await ed.actions("layer = nn.Linear(2, 3)", only=["refactor.rewrite"])
        text = ed.applied_to(selected.edit)
        assert LINEAR in text
        assert "nn.MaxPool2d(2, ceil_mode=True)" in text


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["refactor"], {"refactor.rewrite.gluonize", "refactor.compare.gluonize"}),
        (["source.fixAll"], {"source.fixAll.gluonize"}),
        (["source.organizeImports"], set()),
        (
            None,
            {"quickfix", "refactor.rewrite.gluonize", "refactor.compare.gluonize", "source.fixAll.gluonize"},
        ),
    ],
)
async def test_only_the_kinds_that_are_asked_for_are_offered(only: list[str] | None, kinds: set[str]) -> None:
    async with editor() as ed:
        ed.open(TEXT)
        assert {action.kind for action in await ed.actions("nn.Linear(2, 3)", only=only)} == kinds


async def test_an_action_for_an_old_text_resolves_to_nothing() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        place = ed.range(TEXT.index("nn.Linear"), TEXT.index("nn.Linear") + 2)
        asked = types.CodeActionParams(
            types.TextDocumentIdentifier(FILE), place, types.CodeActionContext(diagnostics=[])
        )
        offered = await ed.client.text_document_code_action_async(asked)
        assert offered
        assert all(isinstance(action, types.CodeAction) and action.edit is None for action in offered)
        ed.type("layer", "x = 1\n")
        stale = await ed.client.code_action_resolve_async(offered[0])
        assert stale.edit is None


async def test_hints_are_off_until_they_are_wanted() -> None:
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    params = types.InlayHintParams(types.TextDocumentIdentifier(FILE), whole)
    async with editor() as ed:
        ed.open(TEXT)
        assert not await ed.client.text_document_inlay_hint_async(params)
    async with editor(inlayHints=True) as ed:
        ed.open(TEXT)
        hints = await ed.client.text_document_inlay_hint_async(params) or []
        assert [hint.label for hint in hints] == ["→ nn.Dense", "→ nn.MaxPool2D"]
        end = TEXT.index("nn.Linear(2, 3)") + len("nn.Linear(2, 3)")
        assert hints[0].position == ed.position(end)


async def test_lenses_stand_at_the_file_and_at_what_uses_pytorch() -> None:
    text = (
        "from torch import nn\n\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a = nn.ReLU()\n\n\ndef plain():\n    return 1\n\n\nasync def make():\n    return nn.ReLU()\n"
    )
    params = types.CodeLensParams(types.TextDocumentIdentifier(FILE))
    async with editor() as ed:
        ed.open(text)
        lenses = await ed.client.text_document_code_lens_async(params) or []
        commands = [lens.command for lens in lenses if lens.command]
        assert [command.command for command in commands] == ["gluonize.compare"] * 3
        assert [command.arguments[0].get("name") for command in commands if command.arguments] == [None, "Net", "make"]
        assert [lens.range.start.line for lens in lenses] == [0, 3, 13]
    async with editor(codeLens=False) as ed:
        ed.open(text)
        assert not await ed.client.text_document_code_lens_async(params)
