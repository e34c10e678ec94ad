"""The loader refuses what the format does not allow, and says where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from gluonize.catalogue import Catalogue, Category, catalogue, read_catalogue
from gluonize.errors import CatalogueError


def load(folder: Path, text: str) -> Catalogue:
    (folder / "chapter.toml").write_text(text, encoding="utf-8")
    return read_catalogue(folder)


GOOD = """
[chapter]
title = "Pointwise operations"

["torch.clamp"]
torch = "(input, min: number = None, max: number = None, *, out=None)"
nd = "mx.nd.clip($input, a_min=$min, a_max=$max)"
method = true
inplace = true
aliases = ["torch.clip"]
refuse = ["out"]
examples = ["torch.clamp(x, 0, 1)"]
tolerance = [1e-4, 1e-5]
verify = { dtypes = ["float64"] }

[["torch.max"]]
torch = "(input)"
nd = "mx.nd.max($input)"

[["torch.max"]]
torch = "(input, other: Tensor)"
np = "mx.np.maximum($input, $other)"
"""


def test_an_entry_is_found_under_all_its_names(tmp_path: Path) -> None:
    catalogue = load(tmp_path, GOOD)
    (clamp,) = catalogue.lookup("torch.clamp")
    assert catalogue.lookup("torch.clip") == catalogue.lookup("torch.Tensor.clamp") == (clamp,)
    assert catalogue.inplace("torch.Tensor.clamp_") == (clamp,)
    assert (clamp.chapter, clamp.category, clamp.refuse) == ("chapter", Category.RENAMED, ("out",))
    assert clamp.tolerance == (1e-4, 1e-5)


def test_overloads_keep_the_order_of_the_file(tmp_path: Path) -> None:
    entries = load(tmp_path, GOOD).lookup("torch.max")
    assert [entry.signature.text for entry in entries if entry.signature] == ["(input)", "(input, other: Tensor)"]


def test_entries_are_hashable(tmp_path: Path) -> None:
    catalogue = load(tmp_path, GOOD)
    assert len({hash(entry) for entry in catalogue.entries()}) == 3


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    catalogue = load(tmp_path, GOOD)
    assert catalogue.lookup("torch.reluu") == ()
    assert catalogue.resolve("torch.reluu") is None
    assert catalogue.evidence("torch.clamp") is None


@pytest.mark.parametrize(
    ("short", "full"), [("clamp", "torch.clamp"), ("Tensor.clamp_", "torch.Tensor.clamp_"), ("torch.max", "torch.max")]
)
def test_short_names_resolve(tmp_path: Path, short: str, full: str) -> None:
    assert load(tmp_path, GOOD).resolve(short) == full


def test_near_names_are_suggested(tmp_path: Path) -> None:
    assert "torch.clamp" in load(tmp_path, GOOD).suggest("torch.clam")


BAD = {
    "unknown key": ('["torch.f"]\nnd = "mx.f"\nnotes = "x"', "unknown key 'notes'"),
    "wrong type": ('["torch.f"]\nnd = 3', "'nd' is not a str"),
    "unknown cast": ('["torch.f"]\ntorch = "(x)"\nnd = "mx.f($x)"\nfloating = "ever"', "neither 'always' nor"),
    "no equivalent": ('["torch.f"]\ntorch = "(x)"', "needs 'nd', 'np', 'rule' or 'none'"),
    "none without advice": ('["torch.f"]\nnone = "no"', "'none' needs 'instead'"),
    "none and template": ('["torch.f"]\nnone = "no"\ninstead = "x"\nnd = "mx.f"', "exclude each other"),
    "lost parameter": ('["torch.f"]\ntorch = "(x, y)"\nnd = "mx.f($x)"', "neither uses, drops nor refuses 'y'"),
    "unknown placeholder": ('["torch.f"]\ntorch = "(x)"\nnd = "mx.f($x, $z)"', "uses $z, which is no parameter"),
    "refused stranger": (
        '["torch.f"]\ntorch = "(x)"\nnd = "mx.f($x)"\nrefuse = ["y"]',
        "'refuse' names 'y', which is no parameter",
    ),
    "silent drop": (
        '["torch.f"]\ntorch = "(x, y=1)"\nnd = "mx.f($x)"\ndrop = ["y"]',
        "'y' is dropped without a line in 'arguments'",
    ),
    "no default": ('["torch.f"]\ntorch = "(x)"\nnd = "mx.f($x!)"', "$x! has no default to write"),
    "bad signature": ('["torch.f"]\ntorch = "(x"\nnd = "mx.f($x)"', "is not a signature"),
    "bad template": ('["torch.f"]\ntorch = "(x)"\nnd = "mx.f($x"', "is not a Python expression"),
    "bad category": ('["torch.f"]\nnd = "mx.f"\ncategory = "same"', "'same' is not a valid Category"),
    "bad tolerance": ('["torch.f"]\nnd = "mx.f"\ntolerance = [1.0]', "'tolerance' is not [rtol, atol]"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_data_is_refused_by_file_and_entry(tmp_path: Path, case: str) -> None:
    text, message = BAD[case]
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, text)
    assert message in str(caught.value)
    assert "chapter.toml: [torch.f]" in str(caught.value)


def test_broken_toml_is_refused_by_file(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"chapter\.toml: "):
        load(tmp_path, '["torch.f"]\nnd = "a"\nnd = "b"')


def test_a_folder_without_chapters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no chapters"):
        read_catalogue(tmp_path)


def test_environments_that_are_used_in_turns_keep_their_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue.platformdirs, "user_cache_dir", lambda name: str(tmp_path / "cache"))
    for version in "abcdefghijkl":
        monkeypatch.setattr(catalogue, "__version__", version)
        catalogue.load_catalogue.__wrapped__()
    kept = list((tmp_path / "cache").glob("*.json"))
    assert len(kept) == catalogue._CACHES
