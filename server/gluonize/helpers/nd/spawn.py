import multiprocessing
import multiprocessing.connection


def spawn(function, args=(), nprocs=1):
    """Run `function(i, *args)` in `nprocs` processes, i from 0 on. RuntimeError when one fails; the others then end."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=run_worker, args=(function, i, args)) for i in range(nprocs)]
    for process in processes:
        process.start()
    waiting = {process.sentinel: process for process in processes}
    while waiting:
        for sentinel in multiprocessing.connection.wait(waiting):
            process = waiting.pop(sentinel)
            process.join()
            if process.exitcode:
                for other in waiting.values():
                    other.terminate()
                raise RuntimeError(f"process {processes.index(process)} ended with exit code {process.exitcode}")
