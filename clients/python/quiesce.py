"""The Python side of quiesce: presents an asyncio coordinator to the conformance kit.

One file, standard library only, Python 3.9 or later; copy it beside your target or put its folder on the path. Write a
class with what your coordinator has, and serve it:

    import asyncio, quiesce

    class Target:
        def __init__(self):
            self.tasks = {}

        def submit(self, job):
            task = self.tasks[job.id] = asyncio.ensure_future(job.run())
            return task

        def cancel(self, id):
            task = self.tasks.get(id)
            return task is not None and task.cancel()

    quiesce.serve(Target, name="my-coordinator")

then `quiesce run --command "python3 target.py"`. Only `submit` is required. A method that is missing is reported as not
offered; so is a wish that no parameter is named after. Times are milliseconds.

    __init__ (or any function that returns the object): concurrency, queue_limit, timeout
    submit(job): timeout, priority, lane, key, signal     returns a Task, a Future, an awaitable or a `Handle`
    cancel(id): reason            cancel_all(): reason            idle()            query(id=None) -> dict
    result(id) -> awaitable       subscribe(listener) -> a function that unsubscribes
    connect(task=None): after     -> a client: async next() (None at the end), close(); drop(), pause(), resume()
    diagnostics(sink): sink(level, text, task=None, error=None)
    shutdown_<mode>(): grace, force        on_shutdown(hook)        report(settled) -> dict        dispose()
    lent = ("emit", …): the names of the primitives that bodies are lent, see `Job.run`
    ending(said, view) -> what the library's own words mean: "completed", "failed", "cancelled", "timeout", …

Translate; never repair, never judge. Whatever the target prints goes to stderr: stdout belongs to the wire. The protocol
is described in docs/wire-protocol.md; the interpreter of bodies is tested by the kit's vectors.
"""

import asyncio
import inspect
import itertools
import json
import os
import re
import socket
import sys
import threading
import time

__all__ = ["AbortError", "Child", "Handle", "Job", "Signal", "Thrown", "plain", "run_program", "serve", "wire"]

PROTOCOL = 1


# ── What a target is handed, and what it hands back


class AbortError(Exception):
    """What a signal is aborted with where nobody gives a reason."""


class Thrown(Exception):
    """A value that is no exception, raised all the same: the reason of a cancel, or what a `throw` step throws."""

    def __init__(self, *value):
        super().__init__(*value)
        self.value = value[0] if value else None


class Signal:
    """Says that a body is to end, for coordinators that tell by a flag or a callback. Every dispatch is heard."""

    def __init__(self):
        self.aborted = False
        self.reason = None
        self._listeners = []

    def abort(self, *reason):
        """Aborts it; a second call does nothing. A reason may be any value, None too."""
        if self.aborted:
            return
        self.aborted = True
        self.reason = reason[0] if reason else AbortError("This operation was aborted")
        self.dispatch()

    def dispatch(self):
        """Tells every listener once more."""
        for listener in list(self._listeners):
            listener()

    def add(self, listener):
        self._listeners.append(listener)

    def discard(self, listener):
        if listener in self._listeners:
            self._listeners.remove(listener)

    @property
    def error(self):
        """The reason as something that can be raised."""
        return self.reason if isinstance(self.reason, BaseException) else Thrown(self.reason)


class Handle:
    """What `submit` may return where a Task is not enough. Leave out what the library has not.

    result: an awaitable. id: the library's own id. cancel(reason): its own cancel of this task. subscribe(listener):
    events of this task, also once it has ended; returns a function that unsubscribes. ended: an awaitable that settles
    when body and cleanup have ended.
    """

    def __init__(self, result, id=None, cancel=None, subscribe=None, ended=None):
        self.result, self.id, self.cancel, self.subscribe, self.ended = result, id, cancel, subscribe, ended


class Child:
    """What a lent `spawn` returns where a Task is not enough."""

    def __init__(self, result, cancel=None):
        self.result, self.cancel = result, cancel


class Job:
    """One job as the kit hands it over: run its body, and pass on what it wishes for if your library has it."""

    def __init__(self, id, name, program, kit, signal=None):
        self.id = id
        self.program = program
        self.signal = signal
        self._name, self._kit = name, kit

    def run(self, signal=None, lent=None, token=None):
        """The body, a coroutine: await it in the task function of the library, which tells it to end by cancelling the
        task, or by `signal`. lent: an object or dict with the primitives that the library lends to a body, named and
        called as in the kit's adapter contract: emit(type, data), sleep(ms), shield(body), within(ms, body), all(bodies),
        group(owner), spawn(body), hold(name, body), defer(cleanup) …; each body is a function of (signal, lent) that
        returns a coroutine."""
        return run_program(self._name, self.program, self._kit, signal, lent, token)


# ── The interpreter of bodies


def run_program(task, program, kit, signal=None, lent=None, token=None):
    """Runs a program as the body of a task; raises at once only where the program says so.

    kit: note(task, mark, *detail), gate(name, opened) -> undo or None, join(task), call(message, signal),
    act(what, task, part), stop(what, task), scope(name, cancel), and spin(ms) where the thread may be blocked.
    """
    home = _Home(task, kit, lent, token)
    first = next((step for step in program if "note" not in step), None)
    if first is not None and isinstance(first.get("throw"), dict) and first["throw"].get("sync") is True:
        _throw_at_once(_Run(home, task, signal), program)
    return _body(home, task, program, signal, "none", lent)


class _Home:
    """What all bodies of one job share."""

    def __init__(self, job, kit, lent, token):
        self.job, self.kit, self.lent, self.token = job, kit, lent, token
        self.groups, self.children = {}, {}


class _Hearing:
    """One body listening to one signal. The journal line comes before anything that the body does about it."""

    def __init__(self, signal, told):
        self.signal, self._told, self._stops = signal, told, []
        signal.add(self._hear)
        if signal.aborted:
            told(signal.reason)

    def add(self, stop):
        self._stops.append(stop)

    def discard(self, stop):
        if stop in self._stops:
            self._stops.remove(stop)

    def close(self):
        self.signal.discard(self._hear)

    def _hear(self):
        self._told(self.signal.reason)
        for stop in list(self._stops):
            stop()


class _Run:
    """One body with a journal of its own: that of a job, or of a child.

    A cancel reaches it by its signal, or by the exception that asyncio raises where it waits. Of the latter it keeps
    count: what passes through several awaits, or comes back out of a primitive that ran a part, is one delivery.
    """

    def __init__(self, home, task, signal):
        self.home, self.task = home, task
        self.leases, self.yielded = [], None
        self.tolds, self.pending = 0, None
        self._cleanups = 0
        self.note("start")
        self.hearing = None if signal is None else _Hearing(signal, self.told)

    def note(self, mark, *detail):
        self.home.kit.note(self.task, mark, *detail)

    def told(self, reason):
        self.note("told", reason)

    def interrupted(self, error, reacts):
        """An exception of asyncio has told this body. One that does not react keeps it for its next own wait."""
        self.tolds += 1
        self.note("told", error)
        if not reacts:
            self.pending = error

    def label(self, kind):
        self._cleanups += 1
        return "%s %d" % (kind, self._cleanups)

    def ended_by(self, error):
        if isinstance(error, GeneratorExit):
            return "killed"
        if error is self.yielded:
            return "cancelled"
        if isinstance(error, asyncio.CancelledError) and self.tolds > 0:
            return "cancelled"
        return "cancelled" if _raised(self.hearing, error) else "threw"


def _raised(hearing, error):
    """True if it is the very reason that the signal was aborted with."""
    if hearing is None or not hearing.signal.aborted:
        return False
    reason = hearing.signal.reason
    return error is reason or (isinstance(error, Thrown) and type(error.value) is type(reason) and error.value == reason)


class _Around:
    """What stretches of one body differ in. Deafness: `none`, `cleanup` (no cancel reaches its own waits) or `deaf`."""

    def __init__(self, lent, hearing, deafness="none", limit=None, data=None):
        self.lent, self.hearing, self.deafness, self.limit, self.data = lent, hearing, deafness, limit, data

    def but(self, **changes):
        return _Around(**{**vars(self), **changes})


class _Section:
    """A stretch of a body. A `return` ends it; in `try` and `deaf` it ends what is around them too."""

    def __init__(self, run, around):
        self.run, self.around = run, around
        self.value, self.done = None, False

    @property
    def hearing(self):
        return self.around.hearing if self.around.deafness == "none" else None

    async def walk(self, program):
        for step in program:
            for name, argument in step.items():
                act = _ACTIONS.get(name)
                if act is None:
                    self.run.note("unsupported", name)
                    continue
                value = act(self, argument)
                if inspect.isawaitable(value):
                    value = await value
                if value is not None:
                    self.value = value
            if self.done:
                return

    def primitive(self, name):
        lent = self.around.lent
        return lent.get(name) if isinstance(lent, dict) else getattr(lent, name, None)

    def under(self, signal, own):
        """The deafness of steps that the library runs: under a signal of its own, or where it cancels by itself."""
        around = self.around
        apart = own if around.hearing is None else signal is not around.hearing.signal
        return "none" if around.deafness == "cleanup" and apart else around.deafness

    async def part(self, program, signal=None, lent=None, own=False, **more):
        """Runs steps as a part of this body that the library starts: under the signal that it gives, and no other."""
        outer = self.around.hearing
        hearing = self._hearing_of(signal)
        around = self.around.but(deafness=self.under(signal, own), hearing=hearing, lent=lent or self.around.lent, **more)
        section = _Section(self.run, around)
        try:
            await section.walk(program)
            return section.value
        finally:
            if hearing is not None and hearing is not outer:
                hearing.close()

    def _hearing_of(self, signal):
        outer = self.around.hearing
        if signal is None or (outer is not None and signal is outer.signal):
            return None if signal is None else outer

        def told(reason):
            # One cancel that reaches a body by its own signal and by one derived from it is one delivery.
            if outer is None or not outer.signal.aborted or outer.signal.reason is not reason:
                self.run.told(reason)

        return _Hearing(signal, told)


async def _body(home, task, program, signal, deafness, lent):
    """A body from its start to its end. It starts with its first step: a task cancelled before that never was."""
    run = _Run(home, task, signal)
    section = _Section(run, _Around(lent, run.hearing, deafness))
    try:
        try:
            await section.walk(program)
        finally:
            for lease in reversed(run.leases):
                await _settled(lease.release())
        run.note("end", "returned")
        return section.value
    except BaseException as error:
        run.note("end", run.ended_by(error))
        raise
    finally:
        if run.hearing is not None:
            run.hearing.close()


def _child(section, name, program, own=True):
    def body(signal=None, lent=None):
        around = section.around
        task = "%s/%s" % (section.run.task, name)
        return _body(section.run.home, task, program, signal, section.under(signal, own), lent or around.lent)

    return body


def _throw_at_once(run, program):
    for step in program:
        if "note" in step:
            run.note("note", step["note"])
        if "throw" in step:
            run.note("end", "threw")
            raise _thrown_by(step["throw"])


async def _settled(value):
    return await value if inspect.isawaitable(value) else value


# Waits of the body's own.


async def _wait(section, arm):
    """Waits for what is armed: arm(done, failed) returns how to give it up. A cancel ends it, unless it is deaf."""
    run, hearing = section.run, section.hearing
    reacts = section.around.deafness == "none"
    if hearing is not None and hearing.signal.aborted:
        raise hearing.signal.error
    if reacts and run.pending is not None:
        pending, run.pending = run.pending, None
        raise pending
    future = asyncio.get_running_loop().create_future()
    failure = []

    def failed(error):
        if not future.done():
            failure.append(error)
            future.set_result(None)

    def done(value=None):
        if not future.done():
            future.set_result(value)

    undo = arm(done, failed)

    def stop():
        failed(hearing.signal.error)

    if hearing is not None:
        hearing.add(stop)
    try:
        value = await _awaited(run, future, reacts)
    finally:
        if hearing is not None:
            hearing.discard(stop)
        if undo is not None:
            undo()
    if failure:
        raise failure[0]
    return value


async def _awaited(run, future, reacts):
    while True:
        try:
            return await (future if reacts else asyncio.shield(future))
        except asyncio.CancelledError as error:
            run.interrupted(error, reacts)
            if reacts:
                raise


def _gate(section, name):
    return _wait(section, lambda done, _failed: section.run.home.kit.gate(name, done))


def _sleep(section, ms):
    sleep = section.primitive("sleep")
    if sleep is not None:
        return _borrow(section, "sleep", lambda: sleep(ms))
    loop = asyncio.get_running_loop()
    return _wait(section, lambda done, _failed: loop.call_later(ms / 1000, done).cancel)


def _spin(section, ms):
    spin = getattr(section.run.home.kit, "spin", None)
    if spin is None:
        section.run.note("unsupported", "spin")
    else:
        spin(ms)


def _join(section, name):
    home, task = section.run.home, section.run.task
    result = home.children.get("%s/%s" % (task, name)) or home.children.get(name) or home.kit.join(name)
    if result is None:
        return None

    def arm(done, failed):
        def settled(future):
            error = asyncio.CancelledError() if future.cancelled() else future.exception()
            failed(error) if error is not None else done(future.result())

        watched = asyncio.ensure_future(result)
        watched.add_done_callback(settled)
        return lambda: watched.remove_done_callback(settled)

    return _wait(section, arm)


def _call(section, message):
    hearing = section.hearing
    return section.run.home.kit.call(message, None if hearing is None else hearing.signal)


# Steps that decide how the body goes on.


def _note(section, text):
    section.run.note("note", text)


def _return(section, value):
    section.value, section.done = value, True


def _throw(_section, what):
    raise _thrown_by(what)


def _thrown_by(what):
    if isinstance(what, str):
        return Exception(what)
    if "cause" not in what:
        return Thrown(what["value"]) if "value" in what else Thrown()
    error = Exception(what["value"] if isinstance(what.get("value"), str) else "failed")
    error.__cause__ = Exception(what["cause"])
    return error


def _check(section, how):
    if how == "note":
        section.run.note("note", _seen(section))
        return None
    return _checkpoint(section)


async def _checkpoint(section):
    run, token = section.run, section.run.home.token
    if section.around.deafness != "none":
        return
    if section.hearing is not None and section.hearing.signal.aborted:
        raise section.hearing.signal.error
    if run.pending is not None:
        pending, run.pending = run.pending, None
        raise pending
    if token is not None and token.cancelled:
        try:
            if hasattr(token, "check"):
                token.check()
            raise AbortError("the token is cancelled")
        except BaseException as error:
            run.yielded = error
            raise
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as error:
        run.interrupted(error, True)
        raise


def _seen(section):
    run, hearing, token = section.run, section.around.hearing, section.run.home.token

    def said(cancelled):
        return "aborted" if cancelled else "clear"

    signal = said(run.tolds > 0 or (hearing is not None and hearing.signal.aborted))
    return signal if token is None else "%s, token %s" % (signal, said(token.cancelled))


async def _try(section, parts):
    last = parts.get("finally")
    label = None if last is None else section.run.label("finally")
    failure, replaced = None, False
    try:
        await _guarded(section, parts["body"], parts.get("catch") or {})
    except GeneratorExit:
        raise
    except BaseException as error:
        failure = error
    if last is not None:
        replaced = await _clean(section, label, last)
    if failure is not None and not replaced:
        raise failure


async def _guarded(section, body, catches):
    try:
        await section.walk(body)
    except GeneratorExit:
        raise
    except BaseException as error:
        ending = _ending_of(section, error)
        if ending not in catches:
            raise
        section.run.note("caught", ending)
        await section.walk(catches[ending])


async def _clean(section, label, program):
    section.run.note("cleanup", label)
    try:
        return await _stretch(section, program, "cleanup")
    finally:
        section.run.note("cleaned", label)


async def _stretch(section, program, wanted):
    """Runs steps of this body with other ears; true if they returned. A cleanup has no value, but its `return` has."""
    deafness = "deaf" if section.around.deafness == "deaf" else wanted
    inner = _Section(section.run, section.around.but(deafness=deafness))
    await inner.walk(program)
    if (inner.done or wanted == "deaf") and (inner.done or inner.value is not None):
        section.value = inner.value
    section.done = section.done or inner.done
    return inner.done


async def _deaf(section, program):
    await _stretch(section, program, "deaf")


_detached = set()


def _later(section, program):
    # No signal: the body that it belonged to may be gone, and with it whoever could be told.
    detached = _Section(section.run, section.around.but(hearing=None))
    task = asyncio.ensure_future(detached.walk(program))
    _detached.add(task)
    task.add_done_callback(_forgotten)


def _forgotten(task):
    _detached.discard(task)
    if not task.cancelled():
        task.exception()


def _stop(section, what):
    home = section.run.home
    if what["what"] == "token" and hasattr(home.token, "cancel"):
        home.token.cancel(what.get("reason"))
    else:
        home.kit.stop(what, home.job)


def _do(section, what):
    home = section.run.home
    answer = home.kit.act(what, home.job, lambda signal=None: section.part(what.get("body") or [], signal))
    return answer if what.get("wait") else None


_CANCELLED = re.compile(r"^(?:\w*Abort(?:ed)?|\w*Cancel(?:l?ed|l?ation)?|Interrupt(?:ed)?)(?:Error|Exception)?$")
_TIMEOUT = re.compile(r"^\w*Time(?:d)?out(?:Error|Exception)?$", re.IGNORECASE)


def _ending_of(section, error):
    name = type(error).__name__
    if isinstance(error, (TimeoutError, asyncio.TimeoutError)) or _TIMEOUT.match(name):
        return "timeout"
    if isinstance(error, asyncio.CancelledError) or _CANCELLED.match(name):
        return "cancelled"
    hearings = (section.around.hearing, section.run.hearing)
    raised = any(_raised(hearing, error) for hearing in hearings)
    return "cancelled" if raised or section.run.ended_by(error) == "cancelled" else "failed"


# Steps by what the library lends.


def _as_value(answer):
    return {} if answer is None else {"value": answer}


async def _borrow(section, step, call, shown=_as_value):
    """Calls into the library; the call and its answer are journalled."""
    run = section.run
    before = run.tolds
    run.note("lent", {"step": step, "phase": "call"})
    try:
        answer = await _settled(call())
    except BaseException as error:
        if isinstance(error, asyncio.CancelledError) and run.tolds == before and _is_cancelled():
            run.interrupted(error, True)
        run.note("lent", {"step": step, "phase": "fail", "error": error})
        if run.tolds > 0 or (run.hearing is not None and run.hearing.signal.aborted):
            run.yielded = error
        raise
    run.note("lent", {"step": step, "phase": "ok", **shown(answer)})
    return answer


def _is_cancelled():
    """This very task was cancelled, not something that it waited for; before Python 3.11 nobody can tell."""
    task = asyncio.current_task()
    return task is None or not hasattr(task, "cancelling") or task.cancelling() > 0


def _lend(section, name, call, shown=_as_value):
    primitive = section.primitive(name)
    if primitive is None:
        section.run.note("unsupported", name)
        return None
    return _borrow(section, name, lambda: call(primitive), shown)


def _bodies(section, programs):
    return [_child(section, index, program) for index, program in enumerate(programs)]


def _steps(section, program, own=False):
    """A part of this body, as the library is handed it."""
    return lambda signal=None, lent=None: section.part(program, signal, lent, own)


def _within(section, what):
    def body(signal=None, limit=None, lent=None):
        return section.part(what["body"], signal, lent, True, limit=limit)

    return _lend(section, "within", lambda within: within(what["ms"], body))


def _limit(section, name):
    return getattr(section.around.limit, name, None)


def _move(section, ms):
    move = _limit(section, "move")
    if move is None:
        return section.run.note("unsupported", "move")
    return _borrow(section, "move", lambda: move(ms))


def _remaining(section, _true):
    remaining = _limit(section, "remaining")
    if remaining is None:
        return section.run.note("unsupported", "remaining")
    return _borrow(section, "remaining", remaining, lambda value: {"value": value})


def _scope(section, what):
    def opened(cancel):
        section.run.home.kit.scope(what["name"], cancel)

    return _lend(section, "scope", lambda scope: scope(_steps(section, what["body"], True), opened))


def _group(kind):
    def act(section, what):
        def owner(spawn, signal=None, lent=None):
            section.run.home.groups[what["name"]] = spawn
            return section.part(what["body"], signal, lent, True)

        return _lend(section, kind, lambda group: group(owner))

    return act


def _spawn(section, what):
    into = what.get("into")
    spawn = section.primitive("spawn") if into is None else section.run.home.groups.get(into)
    if spawn is None:
        return section.run.note("unsupported", "spawn")
    return _borrow(section, "spawn", lambda: _adopted(section, what["name"], spawn(_child(section, what["name"], what["body"]))))


def _adopted(section, name, child):
    """Keeps the result of a child for `join`. It counts as looked at."""
    home, full = section.run.home, "%s/%s" % (section.run.task, name)
    cancel = getattr(child, "cancel", None)
    result = child if inspect.isawaitable(child) else child.result
    future = asyncio.ensure_future(result)
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    home.children[full] = future
    if cancel is not None:
        home.kit.scope(full, cancel)


def _settle(section, what):
    def shown(value):
        copy = [dict(entry) if isinstance(entry, dict) else entry for entry in value] if isinstance(value, list) else value
        return {"value": value, "copy": copy}

    def call(settle):
        limit = {"timeout": what["timeout"]} if "timeout" in what else {}
        return settle(_bodies(section, what["bodies"]), **limit)

    return _lend(section, "settle", call, shown)


def _map(section, what):
    async def body(item, signal=None):
        return await _child(section, item, what["bodies"][item])(signal)

    async def call(map_):
        wish = {"concurrency": what["concurrency"]} if "concurrency" in what else {}
        answer = await _settled(map_(_Source(section.run, len(what["bodies"])), body, **wish))
        return await _read(answer, what.get("leave")) if hasattr(answer, "__aiter__") else answer

    return _lend(section, "map", call)


class _Source:
    """The numbers below `count`. Every pull and the closing are journalled."""

    def __init__(self, run, count):
        self._run, self._count, self._next = run, count, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        item = self._next if self._next < self._count else None
        self._run.note("lent", {"step": "map", "phase": "pull", "item": item})
        if item is None:
            raise StopAsyncIteration
        self._next += 1
        return item

    async def aclose(self):
        self._next = self._count
        self._run.note("lent", {"step": "map", "phase": "return"})


async def _read(results, leave):
    seen = []
    iterator = results.__aiter__()
    ended = False
    try:
        while leave is None or len(seen) < leave:
            try:
                seen.append(await iterator.__anext__())
            except StopAsyncIteration:
                ended = True
                break
    finally:
        if not ended and hasattr(iterator, "aclose"):
            await iterator.aclose()
    return seen


def _hold(section, what):
    return _lend(section, "hold", lambda hold: hold(what["name"], _steps(section, what["body"])))


def _acquire(section, name):
    async def call(acquire):
        section.run.leases.append(await _settled(acquire(name)))

    return _lend(section, "acquire", call)


def _use(section, what):
    async def dispose():
        section.run.note("note", "-" + what["name"])
        await _stretch(_Section(section.run, section.around), what["dispose"], "cleanup")
        section.run.note("note", "-%s." % what["name"])

    def call(use):
        section.run.note("note", "+" + what["name"])
        return use(dispose, _steps(section, what["body"]))

    return _lend(section, "use", call)


def _defer(section, program):
    def call(defer):
        label = section.run.label("defer")

        async def cleanup():
            await _clean(_Section(section.run, section.around), label, program)

        return defer(cleanup)

    return _lend(section, "defer", call)


def _transaction(section, program):
    def body(data, signal=None):
        return section.part(program, signal, None, data=data)

    return _lend(section, "transaction", lambda transaction: transaction(body))


def _data(name, call, shown):
    def act(section, what):
        data = section.around.data
        if data is None:
            return section.run.note("unsupported", name)
        return _borrow(section, name, lambda: call(data, what), lambda value: shown(what, value))

    return act


_ACTIONS = {
    "note": _note,
    "sleep": _sleep,
    "gate": _gate,
    "spin": _spin,
    "check": _check,
    "return": _return,
    "throw": _throw,
    "try": _try,
    "deaf": _deaf,
    "later": _later,
    "call": _call,
    "join": _join,
    "stop": _stop,
    "do": _do,
    "emit": lambda section, what: _lend(section, "emit", lambda emit: emit(what["type"], what.get("data"))),
    "shield": lambda section, body: _lend(section, "shield", lambda shield: shield(_steps(section, body))),
    "within": _within,
    "move": _move,
    "remaining": _remaining,
    "scope": _scope,
    "all": lambda section, programs: _lend(section, "all", lambda all_: all_(_bodies(section, programs))),
    "settle": _settle,
    "race": lambda section, programs: _lend(section, "race", lambda race: race(_bodies(section, programs))),
    "any": lambda section, programs: _lend(section, "any", lambda any_: any_(_bodies(section, programs))),
    "group": _group("group"),
    "supervise": _group("supervise"),
    "spawn": _spawn,
    "map": _map,
    "hold": _hold,
    "acquire": _acquire,
    "use": _use,
    "defer": _defer,
    "transaction": _transaction,
    "read": _data("read", lambda data, key: data.read(key), lambda key, value: {"key": key, "value": value}),
    "write": _data("write", lambda data, what: data.write(what["key"], what["value"]), lambda what, _value: what),
}


# ── Values that cross


def plain(value, depth=0):
    """Any value as JSON. An exception keeps its name, message, cause and its own public attributes."""
    if isinstance(value, Thrown):
        return plain(value.value, depth)
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if depth > 8:
        return repr(value)[:200]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, BaseException):
        return _error(value, depth)
    if isinstance(value, dict):
        return {str(key): plain(member, depth + 1) for key, member in value.items()}
    return repr(value)[:200]


def _error(error, depth=0):
    own = {name: plain(value, depth + 1) for name, value in vars(error).items() if not name.startswith("_")}
    said = {**own, "name": type(error).__name__, "message": str(error)}
    cause = error.__cause__ or error.__context__
    if cause is not None and cause is not error and depth <= 8:
        said["cause"] = plain(cause, depth + 1)
    return said


# ── The wire


class _Gates:
    """Doors in bodies. A gate once opened stays open."""

    def __init__(self):
        self._open, self._waiting = set(), {}

    def wait(self, name, opened):
        if name in self._open:
            opened()
            return None
        waiting = self._waiting.setdefault(name, [])
        waiting.append(opened)
        return lambda: waiting.remove(opened) if opened in waiting else None

    def open(self, name):
        self._open.add(name)
        for opened in list(self._waiting.pop(name, [])):
            opened()


class _Line:
    """The two directions of the wire. stdout is taken away from everybody else, so that no print can break it."""

    def __init__(self):
        sys.stdout.flush()
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def send(self, **message):
        line = memoryview((json.dumps({"jsonrpc": "2.0", **message}, allow_nan=False) + "\n").encode())
        with self._lock:
            # At once, and whole: a kill must not take along what was said before it.
            while line:
                line = line[os.write(self._out, line) :]

    def read(self, take):
        """Reads in a thread of its own, to the end: a process without a kit has nothing to live for."""

        def loop():
            for line in sys.stdin.buffer:
                take(line)
            os._exit(0)

        threading.Thread(target=loop, daemon=True).start()


class _Kit:
    """What bodies may ask of the kit. What needs the kit's own process is journalled `unsupported`."""

    def __init__(self, line, gates):
        self._line, self._gates, self._lines = line, gates, itertools.count(1)
        self._lock = threading.Lock()

    def note(self, task, mark, *detail):
        with self._lock:
            line = {"origin": str(os.getpid()), "number": next(self._lines), "task": task, "mark": mark, "at": _now()}
            if detail:
                line["detail"] = plain(detail[0])
            self._line.send(method="journal", params=line)

    def gate(self, name, opened):
        return self._gates.wait(name, opened)

    def spin(self, ms):
        time.sleep(ms / 1000)

    def scope(self, name, cancel):
        pass

    def join(self, task):
        self.note(task, "unsupported", "join")

    def call(self, message, signal):
        self.note(message, "unsupported", "call")

    def act(self, what, task, part):
        self.note(task, "unsupported", "do")

    def stop(self, what, task):
        self.note(task, "unsupported", "stop")


def wire(address):
    """The kit as the bodies of a server reach it: over the local socket that the environment variable QUIESCE_WIRE names,
    in a running loop. `note(task, mark)` journals, `gate(name, opened)` waits; `run_program(id, program, kit)` runs a body."""
    gates = _Gates()
    return _Kit(_SocketLine(address, gates), gates)


class _SocketLine:
    def __init__(self, address, gates):
        self._gates, self._rest, self._lock = gates, b"", threading.Lock()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(address)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._read)

    def send(self, **message):
        try:
            with self._lock:
                # It blocks: a kill must not take along what was said before it.
                self._socket.sendall((json.dumps({"jsonrpc": "2.0", **message}, allow_nan=False) + "\n").encode())
        except OSError:
            pass  # The kit is gone: bodies go on, and nobody reads what they write.

    def _read(self):
        try:
            data = self._socket.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._loop.remove_reader(self._socket)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if message.get("method") == "gate":
                for name in message["params"]["names"]:
                    self._gates.open(name)
            elif message.get("method") == "flush":
                self.send(id=message["id"], result=None)


def _now():
    return time.monotonic_ns() / 1e6


_OPERATIONS = {
    "cancel": "cancel",
    "cancelAll": "cancel_all",
    "idle": "idle",
    "query": "query",
    "result": "result",
    "subscribe": "subscribe",
    "connect": "connect",
    "diagnostics": "diagnostics",
    "onShutdown": "on_shutdown",
}
_OPEN_WISHES = {"concurrency": "concurrency", "queueLimit": "queue_limit", "timeout": "timeout"}
_SUBMIT_WISHES = ("signal", "timeout", "priority", "lane", "key")


def _parameters(function):
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}


def _with(function, *arguments, **wishes):
    """Calls it with those of the wishes that it has a parameter for."""
    known = _parameters(function)
    return function(*arguments, **{name: value for name, value in wishes.items() if name in known})


class _NoSuch(Exception):
    """The kit asked for something that is not in the table, or not known any more."""


class _Far:
    """The far side of one session: one coordinator, and all that the kit knows of it by reference."""

    def __init__(self, make, about):
        self._make, self._about = make, about
        self._line, self._gates = _Line(), _Gates()
        self._kit = _Kit(self._line, self._gates)
        self._loop = None
        self._target = None
        self._refs, self._numbers = {}, itertools.count(1)
        self._asked, self._signals, self._handles = {}, {}, {}
        self._background = set()

    async def live(self):
        self._loop = asyncio.get_running_loop()
        self._line.read(lambda line: self._loop.call_soon_threadsafe(self._take, line))
        await self._loop.create_future()

    # Messages

    def _take(self, line):
        message = json.loads(line)
        method, params = message.get("method"), message.get("params") or {}
        if method is None:
            self._answered(message)
        elif method == "gate":
            for name in params["names"]:
                self._gates.open(name)
        elif method == "abort":
            self._signal(params["ref"]).abort(*([params["reason"]] if "reason" in params else []))
        else:
            self._start(self._answer(message["id"], method, params))

    def _start(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _answer(self, id, method, params):
        try:
            serve = getattr(self, "_do_" + method.replace(".", "_"), None)
            if serve is None:
                raise _NoSuch("there is no operation %s" % method)
            value = await serve(**params)
            self._line.send(id=id, result=plain(value))
        except _NoSuch as error:
            self._line.send(id=id, error={"code": -32601, "message": str(error)})
        except BaseException as error:
            said = self._said(error, "result")
            self._line.send(id=id, error={"code": -32000, "message": said["message"], "data": said})

    def _answered(self, message):
        future = self._asked.pop(message["id"], None)
        if future is None or future.done():
            return
        if "error" in message:
            future.set_exception(Exception(message["error"]["message"]))
        else:
            future.set_result(message.get("result"))

    def _ask(self, method, **params):
        """A request of ours. Whoever does not await the answer misses nothing."""
        id, future = next(self._numbers), self._loop.create_future()
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._asked[id] = future
        self._line.send(id=id, method=method, params=params)
        return future

    # What is said of endings

    def _said(self, error, view):
        said = _error(error)
        if isinstance(error, Thrown):
            said = {"name": "Thrown", "message": str(error.value), "value": plain(error.value)}
        ending = self._ending(error, view)
        report = getattr(self._target, "report", None)
        return {**said, **ending, **({"report": plain(report(error))} if report and view == "shutdown" else {})}

    def _ending(self, said, view):
        name = getattr(self._target, "ending", None)
        ending = Ellipsis if name is None else name(said, view)
        return {} if ending is Ellipsis else {"ending": ending}

    # Operations

    async def _do_open(self, protocol, **wishes):
        if protocol != PROTOCOL:
            raise _NoSuch("this client speaks protocol %d, not %s" % (PROTOCOL, protocol))
        given = {own: wishes[name] for name, own in _OPEN_WISHES.items() if name in wishes}
        self._target = await _settled(_with(self._make, **given))
        return {"protocol": PROTOCOL, **self._about, **self._offer()}

    def _offer(self):
        target = self._target
        methods = [name for name, own in _OPERATIONS.items() if hasattr(target, own)]
        modes = [name[9:] for name in dir(target) if name.startswith("shutdown_")]
        wishes = ["open.%s" % name for name, own in _OPEN_WISHES.items() if own in _parameters(self._make)]
        wishes += ["submit.%s" % name for name in _SUBMIT_WISHES if name in _parameters(target.submit)]
        grace = [_parameters(getattr(target, "shutdown_" + mode)) for mode in modes]
        wishes += ["shutdown.%s" % name for name in ("grace", "force") if any(name in known for known in grace)]
        if hasattr(target, "report"):
            wishes.append("shutdown.report")
        if hasattr(target, "connect") and "after" in _parameters(target.connect):
            wishes.append("connect.after")
        return {
            "operations": ["open", "submit", *methods, *(["shutdown"] if modes else []), "dispose"],
            "wishes": wishes,
            "lent": list(getattr(target, "lent", ())),
            "shutdown": modes,
        }

    async def _do_submit(self, id, spec, **wishes):
        if "signal" in wishes:
            wishes["signal"] = self._signal(wishes["signal"])
        job = Job(id, spec["id"], spec["program"], self._kit, wishes.get("signal"))
        answer = _with(self._target.submit, job, **wishes)
        if inspect.iscoroutine(answer):
            answer = await answer
        handle = self._handle(answer)
        self._handles[spec["id"]] = handle
        self._settle(spec["id"], handle)
        members = [name for name in ("cancel", "subscribe", "ended") if getattr(handle, name) is not None]
        return {"members": members, **({} if handle.id is None else {"id": handle.id})}

    @staticmethod
    def _handle(answer):
        if isinstance(answer, Handle):
            return answer
        if isinstance(answer, asyncio.Future):
            return Handle(answer, cancel=answer.cancel)
        if inspect.isawaitable(answer):
            return Handle(answer)
        raise TypeError("submit was expected to return a Task, a Future, an awaitable or a Handle, found %r" % (answer,))

    def _settle(self, task, handle):
        def settled(future):
            told = {"task": task, "at": _now()}
            if future.cancelled():
                told["error"] = self._said(_cancellation(future), "result")
            elif future.exception() is not None:
                told["error"] = self._said(future.exception(), "result")
            else:
                told["value"] = plain(future.result())
            self._line.send(method="settled", params=told)

        asyncio.ensure_future(handle.result).add_done_callback(settled)
        if handle.ended is not None:
            ended = asyncio.ensure_future(handle.ended)
            ended.add_done_callback(lambda _: self._line.send(method="ended", params={"task": task, "at": _now()}))
            ended.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _do_handle_cancel(self, task, **reason):
        return await _settled(_with(self._known(task).cancel, **reason))

    async def _do_handle_subscribe(self, task, ref, after=None):
        subscribe = self._known(task).subscribe
        self._refs[ref] = _with(subscribe, self._listener(ref), **({} if after is None else {"after": after}))

    def _known(self, task):
        if task not in self._handles:
            raise _NoSuch("no task %s was submitted" % task)
        return self._handles[task]

    async def _do_cancel(self, id, **reason):
        return await _settled(_with(self._target.cancel, id, **reason))

    async def _do_cancelAll(self, **reason):
        return await _settled(_with(self._target.cancel_all, **reason))

    async def _do_idle(self):
        await _settled(self._target.idle())

    async def _do_query(self, id=None):
        snapshot = await _settled(self._target.query(id) if id is not None else self._target.query())
        return {**snapshot, **self._ending(snapshot, "query")}

    async def _do_result(self, id):
        return await _settled(self._target.result(id))

    async def _do_subscribe(self, ref):
        self._refs[ref] = await _settled(self._target.subscribe(self._listener(ref)))

    def _listener(self, ref):
        def listener(event):
            told = {**plain(event), **self._ending(event, "events")}
            return self._ask("event", ref=ref, event=told, at=_now())

        return listener

    async def _do_unsubscribe(self, ref):
        leave = self._refs.pop(ref, None)
        return await _settled(leave()) if leave is not None else None

    async def _do_connect(self, **wishes):
        client = await _settled(_with(self._target.connect, **wishes))
        ref = "client %d" % next(self._numbers)
        self._refs[ref] = client
        members = [name for name in ("pause", "resume", "drop") if hasattr(client, name)]
        return {"ref": ref, "members": members}

    async def _do_client_next(self, ref):
        event = await _settled(self._refs[ref].next())
        return None if event is None else {**plain(event), **self._ending(event, "events")}

    async def _do_client_pause(self, ref):
        return await _settled(self._refs[ref].pause())

    async def _do_client_resume(self, ref):
        return await _settled(self._refs[ref].resume())

    async def _do_client_close(self, ref):
        return await _settled(self._refs[ref].close())

    async def _do_client_drop(self, ref):
        return await _settled(self._refs[ref].drop())

    async def _do_diagnostics(self, ref):
        def sink(level, text, task=None, error=None):
            record = {"level": level, "text": text, "task": task, "error": error}
            told = {name: plain(value) for name, value in record.items() if value is not None}
            self._line.send(method="diagnostic", params={"ref": ref, "record": told})

        self._refs[ref] = self._target.diagnostics(sink)

    async def _do_shutdown(self, mode, **wishes):
        shut = getattr(self._target, "shutdown_" + mode, None)
        if shut is None:
            raise _NoSuch("there is no shutdown mode %s" % mode)
        report = getattr(self._target, "report", None)
        settled = await _settled(_with(shut, **wishes))
        return settled if report is None else report(settled)

    async def _do_onShutdown(self, hook):
        return await _settled(self._target.on_shutdown(lambda: self._ask("call", ref=hook, arguments=[])))

    async def _do_dispose(self):
        dispose = getattr(self._target, "dispose", None)
        if dispose is not None:
            await _settled(dispose())

    async def _do_flush(self):
        """Answers once nothing is ready to go on: what was to be said has been said. Says so where it can be known: a
        thread may be at work, and not every event loop shows what is ready."""
        ready = getattr(self._loop, "_ready", None)
        quiet = 0
        for _ in range(10_000 if ready is not None else 20):
            await asyncio.sleep(0)
            quiet = quiet + 1 if ready is not None and not ready else 0
            if quiet > 1:
                # This thread, and the one that reads.
                return {"rest": threading.active_count() <= 2}
        return {"rest": False}

    def _signal(self, ref):
        return self._signals.setdefault(ref, Signal())


def _cancellation(future):
    try:
        future.exception()
    except asyncio.CancelledError as error:
        return error
    return asyncio.CancelledError()


def serve(make, *, name, version=None, profile=None, dialect=None):
    """Speaks with the kit over stdin and stdout until it goes away.

    make: builds a coordinator that shares nothing with an earlier one: a class, or a function. profile, dialect: as in
    the kit's adapter contract.
    """
    about = {"name": name, "version": version, "profile": profile, "dialect": dialect}
    asyncio.run(_Far(make, {key: value for key, value in about.items() if value is not None}).live())
