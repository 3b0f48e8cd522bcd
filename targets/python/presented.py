"""Presents both recorded states of the coordinator to the kit, and the mended one; `python3 presented.py before`."""

import logging
import sys

import clients
import quiesce

DELIVERY = {"cancel.delivery": "exception"}
# What a cleanup raises is the outcome of a task of asyncio's.
ASYNCIO = {**DELIVERY, "cleanup.error": "failed"}


class Recorded:
    """What both recorded states have in common. Their raw tasks are what callers cancel."""

    lent = ("emit",)

    def submit(self, job):
        task = self.tasks.start_task(job.id, lambda emit: job.run(lent={"emit": emit}))
        return quiesce.Handle(task, job.id, task.cancel, lambda listener: self.listen(listener, job.id))

    def subscribe(self, listener):
        return self.listen(listener)

    def listen(self, listener, key=None):
        client = clients.ListenerClient(listener)
        self.tasks.clients.connect(client, key)
        return lambda: self.tasks.clients.disconnect(client)

    def connect(self, task=None):
        return Connection(self.tasks.clients, task)

    def query(self, id=None):
        running = self.tasks.running
        counts = {"running": len(running), "ids": running, "clients": len(self.tasks.clients)}
        return {**counts, "state": "running"} if id in running else counts


class Connection:
    def __init__(self, registry, key):
        self.registry, self.client = registry, clients.QueueClient()
        registry.connect(self.client, key)

    def next(self):
        return self.client.next()

    def close(self):
        self.registry.disconnect(self.client)
        self.client.end()

    drop = close


class Before(Recorded):
    def __init__(self):
        from before import TaskCoordinator

        self.tasks = TaskCoordinator()


class After(Recorded):
    def __init__(self):
        from after import TaskCoordinator

        self.tasks = TaskCoordinator()

    def cancel(self, id):
        return self.tasks.cancel_task(id)

    def diagnostics(self, sink):
        return log_to(sink)


class Mended:
    lent = ("emit",)

    def __init__(self):
        from mended import TaskCoordinator

        self.tasks = TaskCoordinator()

    def submit(self, job, timeout=None):
        run = self.tasks.submit(job.id, lambda emit: job.run(lent={"emit": emit}), timeout)
        return quiesce.Handle(
            run.result,
            job.id,
            lambda reason=None: run.stop("cancelled", reason),
            lambda listener: self.tasks.subscribe(listener, run),
        )

    def cancel(self, id, reason=None):
        return self.tasks.cancel(id, reason)

    def cancel_all(self, reason=None):
        return self.tasks.cancel_all(reason)

    def result(self, id):
        return self.tasks.get(id).result

    def query(self, id=None):
        run = None if id is None else self.tasks.find(id)
        live = [task.id for task in self.tasks.live]
        state = {} if run is None else {"state": run.state}
        return {**state, "running": len(live), "ids": live, **self.tasks.counts}

    def subscribe(self, listener):
        return self.tasks.subscribe(listener)

    def connect(self, task=None):
        return self.tasks.connect(None if task is None else self.tasks.get(task))

    def diagnostics(self, sink):
        return log_to(sink)

    def shutdown_shutdown(self, grace=30_000, force=10_000):
        return self.tasks.shutdown(grace, force)

    def report(self, settled):
        return settled if isinstance(settled, dict) else {}

    def ending(self, said, view):
        # What a body sends is never taken for the end of its task, whatever its type.
        return None if view == "events" and not said.get("last") else ...


class SinkHandler(logging.Handler):
    levels = {"DEBUG": "debug", "INFO": "info", "WARNING": "warn", "ERROR": "error"}

    def __init__(self, sink):
        super().__init__()
        self.sink = sink

    def emit(self, record):
        error = record.exc_info[1] if record.exc_info else None
        level = self.levels.get(record.levelname, "error")
        self.sink(level, record.getMessage(), getattr(record, "task", None), error)


def log_to(sink):
    handler = SinkHandler(sink)
    clients.logger.setLevel(logging.DEBUG)
    clients.logger.addHandler(handler)
    return lambda: clients.logger.removeHandler(handler)


STATES = {
    "before": (Before, "1.0.0", ASYNCIO),
    "after": (After, "1.1.0", ASYNCIO),
    "mended": (
        Mended,
        "2.0.0",
        {
            **DELIVERY,
            "cancelAll.scope": "all",
            "client.slow": "disconnect",
            "client.buffer": {"value": "number", "count": 1024},
            "client.disconnect": "detach",
            "late.view": "live-only",
            "retention": {"value": "count", "count": 100},
            "shutdown.self": "excluded",
            "unobserved": "hook",
        },
    ),
}

if __name__ == "__main__":
    state = sys.argv[1]
    make, version, dialect = STATES[state]
    quiesce.serve(make, name="python-" + state, version=version, profile="coordinator", dialect=dialect)
