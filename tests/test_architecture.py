"""The arrows and the invariants of ARCHITECTURE.md, read from the imports and the syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "server" / "gluonize"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "mappings" not in path.parts)

# What each part may import of the others; everything may import `errors` and the package's version.
ALLOWED = {
    "catalogue": set(),
    "analysis": {"catalogue"},
    "rewriter": {"catalogue", "analysis"},
    "features": {"catalogue", "analysis", "rewriter"},
    "parity": {"catalogue", "analysis", "rewriter"},
    "files": {"analysis", "rewriter", "features"},
    "lsp": {"catalogue", "analysis", "rewriter", "features", "parity", "files"},
    "commands": {"catalogue", "analysis", "rewriter", "features", "parity", "files", "lsp"},
    "cli": {"commands"},
    "__main__": {"cli"},
    "helpers": set(),
    "examples": set(),
    "errors": set(),
    "__init__": set(),
}
FRAMEWORKS = {"torch", "torchvision", "mxnet", "numpy"}
PROTOCOL = {"pygls", "lsprotocol"}

LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
# Module or function -> why it may be longer. Keep it short, and shrink it.
LONGER: dict[str, str] = {}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full names of the modules that a file imports, wherever in the file."""
    folder = ["gluonize", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            yield module
            if module == "gluonize":
                yield from (f"gluonize.{alias.name}" for alias in node.names)


def own_parts(path: Path) -> set[str]:
    names = (name.split(".") for name in imports(path))
    return {name[1] for name in names if name[0] == "gluonize" and len(name) > 1}


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


def modules_of(part: str) -> list[Path]:
    return [path for path in MODULES if part_of(path) == part]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_follow_the_arrows(path: Path) -> None:
    known = ALLOWED.keys() - {"__init__"}
    forbidden = (own_parts(path) & known) - ALLOWED[part_of(path)] - {part_of(path), "errors"}
    assert not forbidden


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_lsp_speaks_the_protocol(path: Path) -> None:
    assert part_of(path) == "lsp" or not roots(path) & PROTOCOL


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_probe_and_the_helpers_import_a_framework(path: Path) -> None:
    inside_a_kernel = name_of(path).startswith(("parity/probe", "helpers/", "examples/"))
    assert inside_a_kernel or not roots(path) & FRAMEWORKS


@pytest.mark.parametrize("path", modules_of("features"), ids=name_of)
def test_features_do_not_import_each_other(path: Path) -> None:
    others = {name for name in imports(path) if name.startswith("gluonize.features.")}
    assert not others


@pytest.mark.parametrize("path", [path for path in MODULES if "probe" in path.parts], ids=name_of)
def test_the_probe_imports_nothing_of_ours(path: Path) -> None:
    own = {name for name in imports(path) if name.partition(".")[0] == "gluonize"}
    assert all(name.startswith("gluonize.parity.probe") for name in own)


def test_jedi_is_used_in_one_module_of_analysis() -> None:
    users = [path for path in MODULES if "jedi" in roots(path)]
    assert len(users) <= 1
    assert all(part_of(path) == "analysis" for path in users)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    long = {name_of(path)} if len(text.splitlines()) >= LONGEST_MODULE else set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            long |= {f"{name_of(path)}:{node.name}"} if length >= LONGEST_FUNCTION else set()
    assert not long - LONGER.keys()


def test_no_two_files_differ_in_case_alone() -> None:
    names = [name_of(path).lower() for path in MODULES]
    assert len(names) == len(set(names))


def test_no_exception_from_the_size_limits_is_out_of_date() -> None:
    assert all((PACKAGE / name.partition(":")[0]).exists() for name in LONGER)


def test_broad_excepts_only_at_the_boundary_of_the_handlers() -> None:
    broad = {
        name_of(path)
        for path in MODULES
        if not name_of(path).startswith("parity/probe")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and not _passes_on(node)
    }
    # The first answers requests, the second runs scheduled work.
    assert broad <= {"lsp/routes.py", "lsp/diagnostics.py"}


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(
        isinstance(node, ast.Name) and node.id in {"Exception", "BaseException"} for node in ast.walk(handler.type)
    )


def _passes_on(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and raising again hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("gluonize.lsp.server", {"torch", "mxnet", "numpy", "jedi"}),
        ("gluonize.cli", {"torch", "mxnet", "numpy", "jedi", "pygls", "jupyter_client", "rich", "tree_sitter"}),
    ],
)
def test_start_up_imports_nothing_heavy(module: str, absent: set[str]) -> None:
    script = f"import sys, {module}; print(*sorted(name.partition('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert not absent & set(done.stdout.split())
