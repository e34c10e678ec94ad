"""Brings the probe's text into a kernel."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources

from gluonize.parity.options import Side

PACKAGE = "_gluonize_probe"
COURSE = "application/vnd.gluonize.course+json"
"""The MIME type under which a running program's probe says how far it is."""

COMM = "gluonize-files"
CRASHES = "crashes.log"
"""The file in a kernel's folder in which a crash leaves the stack of the interpreter."""

_LOADER = """
import importlib.abc, importlib.machinery, importlib.util, json, sys

class _GluonizeProbe(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, package, texts):
        self.package, self.texts = package, texts
    def find_spec(self, name, path=None, target=None):
        if name != self.package and name.rpartition(".")[0] != self.package:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=name == self.package)
    def get_source(self, name):
        return self.texts.get(name.rpartition(".")[2], "")
    def exec_module(self, module):
        name = module.__name__.rpartition(".")[2]
        exec(compile(self.get_source(name), "<gluonize probe: " + name + ">", "exec"), module.__dict__)

sys.meta_path.insert(0, _GluonizeProbe(PACKAGE, json.loads(TEXTS)))
"""


@functools.cache
def loader() -> str:
    """Code that lets a kernel import the probe's modules under the name `PACKAGE`."""
    folder = resources.files("gluonize.parity") / "probe"
    texts = {file.name[:-3]: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".py")}
    return _LOADER.replace("PACKAGE", repr(PACKAGE)).replace("TEXTS", repr(json.dumps(texts)))


def follow_parent(parent: int) -> str:
    """Code that lets the kernel end with the process `parent`, which has started it."""
    return f"from {PACKAGE} import parent; parent.watch({parent})"


def keep_files(lease: float) -> str:
    """Code that lets the kernel answer for its files on the comm `COMM`, and end `lease` seconds after we are gone."""
    return f"from {PACKAGE} import keeper; keeper.keep(get_ipython().kernel, {COMM!r}, {lease!r})"


def bequest(folder: str, crashes: str) -> str:
    """Code that prints as JSON what the kernel before left in `folder`, and removes it."""
    return f"{loader()}from {PACKAGE} import keeper; keeper.bequest({folder!r}, {crashes!r})"


def prepare(side: Side, answer: str, crashes: str, environment: Mapping[str, str]) -> str:
    """Code that imports the framework and writes what came of it to the file `answer`: null, or type and message.

    `environment` is set before. A crash of the interpreter leaves its stack in the file `crashes`; the framework may
    have set a handler of its own.
    """
    return f"""
import faulthandler as _faulthandler, json as _json, os as _os
_os.environ.update({dict(environment)!r})
try:
    from {PACKAGE} import {side}_side, entry
    {side}_side.prepare()
    _failure = None
except BaseException as _error:
    _failure = {{"type": type(_error).__name__, "message": str(_error), "missing": getattr(_error, "name", None)}}
_os.makedirs(_os.path.dirname({answer!r}), exist_ok=True)
with open({answer!r}, "w", encoding="utf-8") as _file:
    _json.dump(_failure, _file)
_crashes = open({crashes!r}, "w")
_faulthandler.enable(_crashes)
"""


def run(request: str) -> str:
    """Code that runs the program of a request file, and displays its course as `COURSE`."""
    publish = f"lambda course: get_ipython().display_pub.publish(data={{{COURSE!r}: course}})"
    return f"from {PACKAGE} import entry; entry.run({request!r}, {publish})"


def judge(ours: str, theirs: str, tolerances: dict[str, dict[str, list[float]]], out: str) -> str:
    """Code that compares two runs and writes the statistics to the file `out`."""
    return f"from {PACKAGE} import judge; judge.judge({ours!r}, {theirs!r}, {tolerances!r}, {out!r})"
