"""The command line as a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gluonize import __version__
from gluonize.commands.places import Place, parse_place
from gluonize.commands.server import is_loopback, parse_address
from gluonize.errors import UsageError


def gluonize(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gluonize", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_the_version() -> None:
    done = gluonize("--version")
    assert done.stdout.strip().endswith(__version__)
    assert done.returncode == 0


def test_exit_codes_reach_the_shell(tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text("x = 1\n")
    (tmp_path / "torch_user.py").write_text("import torch\nx = torch.ones(2)\n")
    codes = [gluonize("check", str(tmp_path / name)).returncode for name in ("clean.py", "torch_user.py", "none.py")]
    assert codes == [0, 1, 2]


def test_a_pipe_is_converted_in_bytes() -> None:
    command = [sys.executable, "-m", "gluonize", "convert", "-"]
    source = b"\xef\xbb\xbfimport torch\r\nx = torch.ones(2)\r\n"
    done = subprocess.run(command, input=source, capture_output=True, timeout=120, check=True)
    assert done.stdout.startswith(b"\xef\xbb\xbf")
    assert done.stdout.count(b"\r\n") == done.stdout.count(b"\n") == 2


def test_no_colour_codes_where_nobody_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("import torch\nx = torch.ones(2)\n")
    for arguments in (("check", str(path)), ("convert", str(path), "--diff")):
        done = gluonize(*arguments)
        assert "\x1b[" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:2087", ("127.0.0.1", 2087)),
        (":2087", ("127.0.0.1", 2087)),
        ("2087", ("127.0.0.1", 2087)),
        ("[::1]:2087", ("::1", 2087)),
        ("0.0.0.0:1", ("0.0.0.0", 1)),
    ],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    assert parse_address(text) == address


def test_an_address_that_is_taken_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = gluonize("server", "--tcp", f"127.0.0.1:{port}")
    assert done.returncode == 2
    assert f"--tcp 127.0.0.1:{port}: cannot listen there" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "host", "host:", "host:-1", "host:70000", "host:port"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="HOST:PORT"):
        parse_address(text)


def test_loopback() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_places_to_compare(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("")
    assert parse_place(str(path)) == Place(path)
    assert parse_place(f"{path}::Net.forward") == Place(path, name="Net.forward")
    assert parse_place(f"{path}:3-5") == Place(path, lines=(3, 5))
    assert parse_place(f"{path}:3") == Place(path, at=(3, None))
    assert parse_place(f"{path}:3:5") == Place(path, at=(3, 5))
    book = tmp_path / "a-1.ipynb"
    book.write_text("")
    assert parse_place(f"{book}::4") == Place(book, cell=4)
    assert parse_place(f"{book}:4:2-3") == Place(book, cell=4, lines=(2, 3))
    assert parse_place(f"{book}:4:2:7") == Place(book, cell=4, at=(2, 7))


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("nothing.py::Net", "not a file"),
        ("a.py:5-3", "no place"),
        ("a.py::Net:3-5", "no place"),
        ("a.py::4", "no place"),
        ("a.py:1:2-3", "no place"),
    ],
)
def test_places_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, message: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text("")
    with pytest.raises(UsageError, match=message):
        parse_place(place)


def test_what_is_slow_to_import_waits_until_it_is_wanted() -> None:
    code = "import sys, gluonize.commands.compare; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert not {"jinja2", "tornado.websocket", "torch", "mxnet", "numpy"} & set(done.stdout.split())
