"""Programs spread over places: no program is lost, and a place that fails is left alone."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, cast

import pytest

from gluonize.commands.batch import Place, Tick, programs, run_all
from gluonize.errors import RunError, ServerError
from gluonize.parity import Report
from gluonize.parity.hosts.server import server_at
from gluonize.parity.hosts.tokens import Token

PATHS = [Path(f"{number}.py") for number in range(6)]
GOOD, BAD = server_at("http://good", Token()), server_at("http://bad", Token())


class _Places:
    """Runs nothing, and notes where what would have run."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, Place]] = []
        self.lock = threading.Lock()

    def run(self, path: Path, tick: Tick, place: Place) -> Report:
        time.sleep(0.01)
        with self.lock:
            self.ran.append((path.name, place))
        if place == BAD:
            raise ServerError("bad cannot be reached")
        if path == PATHS[0]:
            raise RunError("it raises")
        return cast(Any, place)


def test_every_program_runs_once_in_one_of_the_places() -> None:
    places = _Places()
    outcomes = run_all(PATHS, places.run, [None, GOOD, GOOD], lambda stage, share: None)
    assert [outcome.path for outcome in outcomes] == PATHS
    assert sorted(name for name, _ in places.ran) == [path.name for path in PATHS]
    assert {place for _, place in places.ran} == {None, GOOD}
    assert [outcome.failure for outcome in outcomes] == ["it raises", "", "", "", "", ""]


def test_a_server_that_fails_gets_no_other_program() -> None:
    places = _Places()
    outcomes = run_all(PATHS, places.run, [BAD, GOOD], lambda stage, share: None)
    assert [place for _, place in places.ran].count(BAD) == 1
    assert [outcome.failure for outcome in outcomes if outcome.report is None] == ["it raises"]


def test_where_no_place_is_left_the_rest_fails() -> None:
    outcomes = run_all(PATHS, _Places().run, [BAD], lambda stage, share: None)
    assert {outcome.failure for outcome in outcomes} == {"bad cannot be reached"}


def test_what_progress_raises_ends_all() -> None:
    ended = threading.Event()

    def run(path: Path, tick: Tick, place: Place) -> Report:
        try:
            while True:
                tick("running", 0.0)
                time.sleep(0.01)
        finally:
            ended.set()

    def progress(stage: str, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all(PATHS, run, [None, GOOD], progress)
    assert ended.is_set()


def test_what_others_import_is_no_program_unless_it_says_so(tmp_path: Path) -> None:
    files = {
        "train.py": "from nets import Net\nimport tools\n",
        "tools.py": "",
        "nets/__init__.py": "from .net import Net\n",
        "nets/net.py": "import torch\n",
        "other.py": "import evaluate\n",
        "evaluate.py": 'if __name__ == "__main__":\n    pass\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert [path.name for path in programs(tmp_path)] == ["evaluate.py", "other.py", "train.py"]
