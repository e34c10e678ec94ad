"""Runs a converted program (its path is the argument) where MXNet's GPUs are CPU contexts that nothing may mix."""

import runpy
import sys
import warnings

from gluonize.parity.probe import aliases

warnings.simplefilter("ignore")
aliases.put_back()

from scripts.verify.strict_devices import gpus_as_cpus, strict_devices  # noqa: E402

with gpus_as_cpus(), strict_devices():
    runpy.run_path(sys.argv[1], run_name="__main__")
