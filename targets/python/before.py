"""The streaming task coordinator as it was found.

Tasks run beside each other, each with clients that follow it. There is no way to cancel one but through the raw task,
nothing ends them when the service ends, and nothing limits how long they take.
"""

import asyncio

from clients import ClientRegistry, StreamTask


class TaskCoordinator:
    def __init__(self):
        self.clients = ClientRegistry()
        self._tasks = {}

    @property
    def running(self):
        return list(self._tasks)

    def start_task(self, key, body):
        instance = StreamTask(key, body, self.clients)
        task = self._tasks[key] = asyncio.create_task(self._run_task(instance))
        return task

    async def _run_task(self, instance):
        try:
            value = await instance.process()
            await instance.mark_completed(final_value=value)
            return value
        except asyncio.CancelledError:
            # Taken for nobody's error: it is told to nobody, and goes no further.
            return None
        except Exception as error:
            await instance.send_event("error", {"error": str(error)})
            raise
        finally:
            del self._tasks[instance.key]
            self.clients.release(instance.key)
