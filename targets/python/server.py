"""The streaming coordinator behind HTTP, in its three states; `python3 server.py before`.

`GET /sse` follows all tasks. `GET /ok`, `GET /gate/<name>` and `POST /run` are the routes that the kit asks for.
"""

import asyncio
import json
import os
import signal
import sys

import clients
import quiesce


class Recorded:
    """A recorded state. It has no shutdown, so the server has none either."""

    def __init__(self, tasks):
        self.tasks = tasks

    def run(self, id, body):
        task = self.tasks.start_task(id, body)
        # Its outcome is nobody's here.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def follow(self):
        client = clients.QueueClient()
        self.tasks.clients.connect(client)
        return client, lambda: self.tasks.clients.disconnect(client)


class Mended:
    def __init__(self, tasks):
        self.tasks = tasks

    def run(self, id, body):
        self.tasks.submit(id, body)

    def follow(self):
        stream = self.tasks.connect()
        return stream, stream.close


class Server:
    def __init__(self, served):
        self.served, self.kit = served, None
        self.told = self.draining = False
        self.connections = {}  # each open one, and whether a request is under way on it

    async def start(self):
        address = os.environ.get("QUIESCE_WIRE")
        self.kit = quiesce.wire(address) if address else None
        self.listener = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        print("listening on port %d" % self.listener.sockets[0].getsockname()[1], flush=True)

    async def _connected(self, reader, writer):
        self.connections[writer] = False
        try:
            while await self._request(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            del self.connections[writer]
            writer.close()

    async def _request(self, reader, writer):
        """Answers one request. True: the connection stays open."""
        line, head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n", 1)
        self.connections[writer] = True
        method, path = line.split(" ", 2)[:2]
        head = head.lower()
        length = next((int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        body = await reader.readexactly(length)
        if path == "/sse":
            await self._stream(writer)
            return False
        status, text = await self._answer(method, path, body)
        close = self.draining or "connection: close" in head
        ending = "Connection: close\r\n" if close else ""
        writer.write(("HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n%s" % (status, len(text), ending, text)).encode())
        await writer.drain()
        self.connections[writer] = False
        return not close

    async def _answer(self, method, path, body):
        if path == "/ok":
            return "200 OK", "ok"
        if path == "/ready":
            return ("503 Service Unavailable", "") if self.told else ("200 OK", "")
        if path.startswith("/gate/") and self.kit:
            return "200 OK", await self._held(path[len("/gate/") :])
        if path == "/run" and method == "POST" and self.kit:
            return self._run(json.loads(body))
        return "404 Not Found", ""

    async def _held(self, gate):
        task, opened = "GET /gate/" + gate, asyncio.Event()
        self.kit.note(task, "start")
        self.kit.gate(gate, opened.set)
        await opened.wait()
        self.kit.note(task, "end", "returned")
        return "done " + gate

    def _run(self, spec):
        try:
            self.served.run(
                spec["id"],
                lambda emit: quiesce.run_program(spec["id"], spec["program"], self.kit, lent={"emit": emit}),
            )
            return "202 Accepted", ""
        except Exception as error:
            return "503 Service Unavailable", str(error)

    async def _stream(self, writer):
        client, leave = self.served.follow()
        try:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n: connected\n\n")
            while (event := await client.next()) is not None:
                writer.write(("data: %s\n\n" % json.dumps(quiesce.plain(event))).encode())
                await writer.drain()
        finally:
            leave()

    async def shutdown(self, prestop, grace, force):
        """As the mended server in TypeScript. True: everything has ended by itself."""
        self.told = True
        await asyncio.sleep(prestop / 1000)
        self.draining = True
        self.listener.close()
        for writer, busy in list(self.connections.items()):
            if not busy:
                writer.transport.abort()
        limit = asyncio.get_running_loop().time() + (grace + force) / 1000
        report = await self.served.tasks.shutdown(grace, force)
        # Its end has ended the streams, so what is busy now are requests.
        while any(self.connections.values()) and asyncio.get_running_loop().time() < limit:
            await asyncio.sleep(0.005)
        return not report["unfinished"] and not any(self.connections.values())


def asked(name, otherwise):
    return float(os.environ.get("QUIESCE_%s_MS" % name, otherwise))


async def live(state):
    if state == "mended":
        from mended import TaskCoordinator

        server = Server(Mended(TaskCoordinator()))
        over = asyncio.get_running_loop().create_future()

        async def end():
            over.set_result(await server.shutdown(asked("PRESTOP", 0), asked("GRACE", 30_000), asked("FORCE", 10_000)))

        def told():
            # A second signal means it.
            if server.told:
                os._exit(1)
            server.told = True
            server.ending = asyncio.ensure_future(end())

        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, told)
        await server.start()
        # What has not ended by now was given up, and must not be waited for.
        os._exit(0 if await over else 1)
    if state == "after":
        from after import TaskCoordinator
    else:
        from before import TaskCoordinator
    await Server(Recorded(TaskCoordinator())).start()
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1]))
