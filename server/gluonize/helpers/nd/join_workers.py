import os
import subprocess
import sys


def join_workers(init_method, world_size, rank):
    """Set MXNet's variables for worker `rank` of `world_size`; the first one starts the scheduler and the server."""
    if rank < 0:
        raise ValueError("which worker is this? Set RANK, or give init_process_group() a rank")
    address = (init_method or "env://").partition("://")[2].rpartition(":")
    host = address[0] or os.environ["MASTER_ADDR"]
    port = address[2] or os.environ["MASTER_PORT"]
    os.environ.update(DMLC_PS_ROOT_URI=host, DMLC_PS_ROOT_PORT=port, DMLC_NUM_SERVER="1")
    os.environ.update(DMLC_NUM_WORKER=str(world_size))
    watch = "import os, threading, time\nparent = os.getppid()\n"
    watch += "def end():\n    while os.getppid() == parent: time.sleep(0.5)\n    os._exit(1)\n"
    program = watch + "threading.Thread(target=end, daemon=True).start()\nimport mxnet"
    for role in ("scheduler", "server") if rank == 0 else ():
        subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "DMLC_ROLE": role})
    os.environ["DMLC_ROLE"] = "worker"
