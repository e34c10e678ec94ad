"""Runs the gluonize that lies beside this file, for an environment where it is not installed.

The path is extended inside this process only, so the kernels it starts see the user's environment as it is.
"""

import runpy
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parent / "libs")
runpy.run_module("gluonize", run_name="__main__", alter_sys=True)
