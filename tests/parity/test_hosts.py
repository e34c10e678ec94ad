"""The parts that bring a comparison to a Jupyter server, each by itself."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.session import Session

from gluonize.errors import KernelError, UsageError
from gluonize.parity.hosts import carried, websocket
from gluonize.parity.hosts.carried import CarriedFiles
from gluonize.parity.hosts.companions import companions
from gluonize.parity.hosts.model import Answer, Tick
from gluonize.parity.hosts.server import server_at
from gluonize.parity.hosts.tokens import TOKEN, Token, token_for


def test_a_frame_is_what_jupyter_server_reads_and_writes() -> None:
    base = pytest.importorskip("jupyter_server.services.kernels.connection.base")
    session = Session(key=b"")
    message = session.msg("comm_msg", {"data": {"a": "ä"}})
    channel, parts = base.deserialize_msg_from_ws_v1(websocket.pack("shell", message, [b"\x00\xff", b""]))
    assert channel == "shell"
    assert [json.loads(part) for part in parts[3:4]] == [{"data": {"a": "ä"}}]
    assert parts[4:] == [b"\x00\xff", b""]
    reply = session.msg("comm_msg", {"data": 1}, parent=message)
    fields = [session.pack(reply[name]) for name in ("header", "parent_header", "metadata", "content")]
    channel, found = websocket.unpack(base.serialize_msg_to_ws_v1([*fields, b"piece"], "iopub"))
    assert (channel, found.kind, found.parent) == ("iopub", "comm_msg", message["header"]["msg_id"])
    assert (found.content, [bytes(buffer) for buffer in found.buffers]) == ({"data": 1}, [b"piece"])


@pytest.mark.parametrize("frame", [b"", b"\x01", b"\xff" * 64, (6).to_bytes(8, "little")])
def test_what_is_no_frame_is_refused(frame: bytes) -> None:
    with pytest.raises(ValueError, match="no valid table"):
        websocket.unpack(frame)


class _Far:
    """A kernel's keeper of files, in this process."""

    def __init__(self) -> None:
        self.files: dict[str, bytearray] = {}

    def ask(self, data: Mapping[str, Any], buffers: Sequence[bytes | memoryview], tick: Tick | None) -> Answer:
        name = data["path"]
        if data["do"] == "put":
            file = self.files.setdefault(name, bytearray())
            file[data["offset"] :] = buffers[0]
            return Answer()
        if name not in self.files:
            return Answer({"error": "FileNotFoundError: it is not there"})
        start = data["offset"]
        return Answer({"size": len(self.files[name])}, [bytes(self.files[name][start : start + data["size"]])])


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 25])
def test_files_cross_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(carried, "PIECE", 10)
    far, content = _Far(), bytes(range(size))
    files = CarriedFiles("/far", far.ask, lambda source: [])
    file = tmp_path / "a file"
    file.write_bytes(content)
    files.push([file])
    assert files.there(file) == f"/far{file.as_posix()}"
    assert list(far.files.values()) == [content]
    file.unlink()
    files.pull([file])
    assert file.read_bytes() == content


def test_a_file_that_the_kernel_has_not(tmp_path: Path) -> None:
    with pytest.raises(KernelError, match=r"the kernel cannot get run\.json: FileNotFoundError"):
        CarriedFiles("/far", _Far().ask, lambda source: []).pull([tmp_path / "run.json"])


def test_what_goes_with_a_program(tmp_path: Path) -> None:
    texts = {
        "main.py": "import torch\nimport near\nfrom parts.one import x\nimport data\n",
        "near.py": "import far, main\n",
        "far.py": "",
        "unused.py": "",
        "parts/__init__.py": "",
        "parts/one.py": "from . import two\n",
        "parts/two.py": "",
        "data/given.npz": "",
        "data/deep/more.npz": "",
        "data/note.txt": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    def sent(*patterns: str) -> set[str]:
        return {path.relative_to(tmp_path).as_posix() for path in companions(tmp_path / "main.py", patterns)}

    modules = {"near.py", "far.py", "parts/__init__.py", "parts/one.py", "parts/two.py"}
    assert sent() == modules
    assert sent("data/*.npz") == modules | {"data/given.npz"}
    assert sent("data") == modules | {"data/given.npz", "data/deep/more.npz", "data/note.txt"}
    with pytest.raises(UsageError, match=r"nothing in .* matches other/\*, which is to be sent along"):
        sent("other/*")
    with pytest.raises(UsageError, match="no pattern of files relative to"):
        sent("/etc/passwd")


def test_a_token_does_not_show_itself() -> None:
    token = Token(" sesame\n")
    assert (token.reveal(), token.hide("open sesame!"), Token().hide("open")) == ("sesame", "open ***!", "open")
    assert "sesame" not in repr(token) + str(token) + repr(server_at("http://host", token))
    for write in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not to be written"):
            write(token)


def test_where_a_token_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "from-environment")
    assert token_for("http://a").reveal() == "from-environment"
    file = tmp_path / "tokens"
    file.write_text("alone\n", encoding="utf-8")
    assert token_for("http://a", file).reveal() == "alone"
    file.write_text("http://a/ one\nhttps://b two\n", encoding="utf-8")
    assert [token_for(url, file).reveal() for url in ("http://a", "https://b/", "http://c")] == ["one", "two", ""]
    with pytest.raises(UsageError, match="cannot be read: FileNotFoundError"):
        token_for("http://a", tmp_path / "absent")


@pytest.mark.parametrize("url", ["localhost:8888", "ftp://host", "http://", "http://host:99999", "http://[", ""])
def test_a_server_has_a_url(url: str) -> None:
    with pytest.raises(UsageError, match="given by its URL"):
        server_at(url, Token())


@pytest.mark.parametrize("url", ["http://host/?token=sesame", "http://me:sesame@host", "http://host/#sesame"])
def test_a_url_holds_no_secret(url: str) -> None:
    with pytest.raises(UsageError, match="leave the secret out") as refusal:
        server_at(url, Token())
    assert "sesame" not in str(refusal.value)
