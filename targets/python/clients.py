"""Who is connected to the streaming coordinator as it was found, and what its clients are sent."""

import asyncio
import logging

LAST = ("complete", "error", "cancelled")

logger = logging.getLogger("streaming")


class QueueClient:
    """The near end of one open stream: a queue, read until an event says that it is the last."""

    def __init__(self):
        self.queue = asyncio.Queue()
        self.ended = False

    async def deliver(self, event):
        await self.queue.put(event)

    async def next(self):
        if self.ended:
            return None
        event = await self.queue.get()
        if event is None or event["type"] in LAST:
            self.ended = True
        return event

    def end(self):
        self.queue.put_nowait(None)


class ListenerClient:
    """Somebody who is called with each event."""

    def __init__(self, listener):
        self.deliver = listener


class ClientRegistry:
    """Who is connected to what."""

    def __init__(self):
        self._of_task = {}
        self._of_all = []

    def connect(self, client, key=None):
        if key is None:
            self._of_all.append(client)
        else:
            self._of_task.setdefault(key, []).append(client)

    def disconnect(self, client):
        if client in self._of_all:
            self._of_all.remove(client)
        for key, clients in list(self._of_task.items()):
            if client in clients:
                clients.remove(client)
            if not clients:
                del self._of_task[key]

    def release(self, key):
        self._of_task.pop(key, None)

    def of(self, key):
        return [*self._of_all, *self._of_task.get(key, [])]

    def __len__(self):
        return len(self._of_all) + sum(len(clients) for clients in self._of_task.values())


class StreamTask:
    """One streaming task: what it does, and whom it tells."""

    def __init__(self, key, body, clients):
        self.key, self.body, self.clients = key, body, clients

    async def process(self):
        return await self.body(self.send_event)

    async def send_event(self, type, data=None):
        """Sends to one client after the other. A cancel of the sender gets in between two of them."""
        for client in self.clients.of(self.key):
            await client.deliver({"type": type, "task": self.key, "data": data})

    async def mark_completed(self, final_value):
        await self.send_event("complete", {"value": final_value})
