import os
import sys
import traceback


def run_worker(function, number, args):
    """Call `function(number, *args)`; after an error, end the process at once, whatever it waits for."""
    done = False
    try:
        function(number, *args)
        done = True
    finally:
        if not done:
            traceback.print_exc()
            sys.stdout.flush()
            os._exit(1)
