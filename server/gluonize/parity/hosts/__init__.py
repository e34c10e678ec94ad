"""Where a kernel runs: as a process of this machine, or on a Jupyter server. `model.Host` is what both offer."""
