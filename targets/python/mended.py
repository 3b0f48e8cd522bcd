"""The streaming task coordinator, mended.

Three rules carry it. The outcome of a task is published outside of the task, once its body has ended, so that no cancel
can get in between. Each client has a stream of its own, so that none can hold up or break the others. And whatever was
accepted is answered, if need be by giving it up.
"""

import asyncio
import collections
import contextvars
import inspect
import time

from clients import logger

KEPT = 100  # ended tasks that can still be asked for
UNREAD = 1024  # events that are kept for a client which does not read

current = contextvars.ContextVar("current", default=None)


class TaskCancelled(Exception):
    """The outcome of a cancelled task. Its cause is what the body raised instead of letting the cancellation through."""

    def __init__(self, reason):
        super().__init__("the task was cancelled")
        self.reason = reason


class TaskTimeout(TimeoutError):
    """The outcome of a task that ran into its time limit."""


class TaskError(Exception):
    """A task was refused, or asked for that is not known."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class SlowClient(Exception):
    """The end of the stream of a client that did not keep up."""


class Run:
    """One task. It ends in exactly one way, and only once its body and all cleanup are over."""

    def __init__(self, id, body, limit, witness):
        self.id, self.limit, self.made = id, limit, time.monotonic()
        self.cause, self.ending, self.begun = None, None, False
        self._witness, self._timer = witness, None
        loop = asyncio.get_running_loop()
        self.result, self.ended = loop.create_future(), loop.create_future()
        # A failure that nobody waits for is in the log.
        self.result.add_done_callback(lambda done: done.exception())
        self._task = asyncio.create_task(self._live(body))
        self._task.add_done_callback(self._over)
        if limit is not None and limit <= 0:
            self.stop("timeout")

    @property
    def live(self):
        return self.ending is None

    @property
    def state(self):
        return self.ending or ("stopping" if self.cause else "running" if self.begun else "waiting")

    @property
    def age(self):
        return (time.monotonic() - self.made) * 1000

    def stop(self, ending, reason=None):
        """Tells the task to end. True: it was told, now or before. False: it has ended."""
        if not self.live:
            return False
        # The first cause stands: a second cancel must not cut the cleanup short, nor tell another story.
        if self.cause is None:
            self.cause = (ending, reason)
            self._call_off()
            logger.info("Task %s is told to end: %s", self.id, reason or ending, extra={"task": self.id})
            # The reason travels to the body as the argument of its CancelledError.
            self._task.cancel(reason)
        return True

    def give_up(self, reason):
        """Answers everybody who waits, although the body has not ended. What it says later comes too late."""
        self._end("cancelled", TaskCancelled(reason), {"reason": reason})

    async def _live(self, body):
        current.set(self)
        self.begun = True
        if self.limit is not None:
            self._timer = asyncio.get_running_loop().call_later(self.limit / 1000, self.stop, "timeout")
        self._witness.tell(self, "start", None, False)
        return await body(self._emit)

    async def _emit(self, type, data=None):
        if self.live:
            self._witness.tell(self, type, data, False)

    def _over(self, task):
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        if self.cause is not None and (error is not None or self.cause[0] == "timeout"):
            self._stopped(error)
        elif isinstance(error, asyncio.CancelledError):
            self._end("cancelled", TaskCancelled(None), {"reason": None})
        elif error is not None:
            logger.error("Task %s failed", self.id, exc_info=error, extra={"task": self.id})
            self._end("failed", error, {"error": str(error)})
        else:
            # A body that was cancelled and returns all the same has completed.
            self._end("completed", None, {"value": task.result()}, task.result())

    def _stopped(self, error):
        ending, reason = self.cause
        if ending == "timeout":
            outcome = TaskTimeout("the task took longer than its limit of %s ms" % self.limit)
        else:
            outcome = TaskCancelled(reason)
        if error is not None and not isinstance(error, asyncio.CancelledError):
            outcome.__cause__ = error
        self._end(ending, outcome, {"reason": reason})

    def _end(self, ending, error, data, value=None):
        if not self.live:
            return
        self.ending = ending
        self._call_off()
        self._witness.tell(self, ending, data, True)
        if error is None:
            self.result.set_result(value)
        else:
            self.result.set_exception(error)
        self.ended.set_result(None)
        self._witness.ended(self)

    def _call_off(self):
        if self._timer is not None:
            self._timer.cancel()


class Stream:
    """The events that wait for one client, up to a limit; whoever sends them never waits."""

    def __init__(self, task, closed):
        self.task, self._closed = task, closed
        self._waiting, self._open, self._error = collections.deque(), True, None
        self._reader = None

    def push(self, news):
        if not self._open:
            return
        if len(self._waiting) >= UNREAD:
            self._error = SlowClient("the client left more than %d events unread" % UNREAD)
        else:
            self._waiting.append(news)
        if self._error or (news["last"] and self.task is not None):
            self.end()
        self._wake()

    def end(self):
        """Nothing more comes; what waits can still be read."""
        if self._open:
            self._open = False
            self._closed(self)
        self._wake()

    def close(self):
        self._waiting.clear()
        self.end()

    drop = close

    # A reader in this process stops by not asking: there is no transport to be told.
    def pause(self):
        pass

    resume = pause

    async def next(self):
        """The next event; None at the end."""
        while not self._waiting and self._open:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        if self._waiting:
            return self._waiting.popleft()
        if self._error:
            raise self._error
        return None

    def _wake(self):
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


class TaskCoordinator:
    def __init__(self):
        self._runs, self._ended, self._last = {}, collections.deque(), {}
        self._streams, self._count, self._closing = [], 0, None
        self._pumps = set()

    def submit(self, id, body, limit=None):
        """Starts a task under an id that no live task has. limit: ms that it may take."""
        if self._closing is not None:
            raise TaskError("SHUT_DOWN", "task %s was refused: the coordinator is shut down" % id)
        if id in self._runs and self._runs[id].live:
            raise TaskError("ID_IN_USE", "task %s was refused: a task of that id is live" % id)
        run = self._runs[id] = Run(id, body, limit, self)
        return run

    def find(self, id):
        return self._runs.get(id)

    def get(self, id):
        if id not in self._runs:
            raise TaskError("UNKNOWN_ID", "there is no task %s" % id)
        return self._runs[id]

    @property
    def live(self):
        return [run for run in self._runs.values() if run.live]

    @property
    def counts(self):
        return {"kept": len(self._ended), "clients": len(self._streams)}

    def cancel(self, id, reason=None):
        """False: no task of that id is live."""
        run = self.find(id)
        return run is not None and run.stop("cancelled", reason)

    def cancel_all(self, reason=None):
        return sum(run.stop("cancelled", reason) for run in self.live)

    def connect(self, run=None):
        """Connects a client to one task or to all. One that comes after the end of the task is told how it ended."""
        stream = Stream(None if run is None else run.id, self._disconnected)
        last = None if run is None else self._last.get(run)
        self._streams.append(stream)
        if last is not None:
            stream.push(last)
        return stream

    def subscribe(self, listener, run=None):
        """As `connect`, with a listener, whose answer is waited for before its next event. Returns the way to leave."""
        stream = self.connect(run)
        # What a listener does is no part of the task that happens to run.
        pump = contextvars.Context().run(asyncio.ensure_future, self._pump(stream, listener))
        self._pumps.add(pump)
        pump.add_done_callback(self._pumps.discard)
        return stream.close

    async def _pump(self, stream, listener):
        while True:
            try:
                news = await stream.next()
                if news is None:
                    return
                answer = listener(news)
                if inspect.isawaitable(answer):
                    await answer
            except SlowClient as error:
                logger.error("A client was too slow", exc_info=error)
                return
            except Exception as error:
                logger.error("A client failed to take an event", exc_info=error)

    async def shutdown(self, grace=30_000, force=10_000):
        """Takes no more tasks, waits for the live ones, tells them to end when `grace` ms are over, and gives up on those
        that have not ended `force` ms later. A task that calls it waits for the others, not for itself."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close(grace, force))
        caller = current.get()
        if caller is None or not caller.live:
            return await asyncio.shield(self._closing)
        others = asyncio.gather(*[run.ended for run in self.live if run is not caller])
        await asyncio.wait([asyncio.shield(self._closing), others], return_when=asyncio.FIRST_COMPLETED)
        return self._closing.result() if self._closing.done() else {"unfinished": []}

    async def _close(self, grace, force):
        if not await self._all_within(grace):
            for run in self.live:
                run.stop("cancelled", "shutdown")
            await self._all_within(force)
        unfinished = [{"id": run.id, "age": run.age, "state": run.state} for run in self.live]
        for run in self.live:
            run.give_up("shutdown")
        for stream in list(self._streams):
            stream.end()
        return {"unfinished": unfinished}

    async def _all_within(self, ms):
        endings = [run.ended for run in self.live]
        if not endings:
            return True
        _, late = await asyncio.wait(endings, timeout=ms / 1000)
        return not late

    # What a task has told.

    def tell(self, run, type, data, last):
        self._count += 1
        news = {"type": type, "task": run.id, "data": data, "id": self._count, "at": time.time() * 1000, "last": last}
        if last:
            self._last[run] = news
        for stream in list(self._streams):
            if stream.task is None or stream.task == run.id:
                stream.push(news)

    def ended(self, run):
        self._ended.append(run)
        if len(self._ended) > KEPT:
            oldest = self._ended.popleft()
            self._last.pop(oldest, None)
            if self._runs.get(oldest.id) is oldest:
                del self._runs[oldest.id]

    def _disconnected(self, stream):
        if stream in self._streams:
            self._streams.remove(stream)
