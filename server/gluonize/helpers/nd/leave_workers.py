import os
import sys


def leave_workers():
    """End the store with the program. After an error, end at once: the other workers may wait for this one."""
    if hasattr(sys, "last_type"):
        sys.stdout.flush()
        os._exit(1)
    kvstore.__dict__.clear()
