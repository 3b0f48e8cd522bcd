"""The same coordinator after the reported fixes.

A cancelled task tells its clients and passes the cancellation on, and one task can be cancelled by its key. Shutdown and
time limits were left for later.
"""

import asyncio

from clients import ClientRegistry, StreamTask, logger


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

    async def cancel_task(self, key):
        """True if the task was cancelled, False if it was not running."""
        if key not in self._tasks:
            logger.warning("Cannot cancel task %s - not found", key, extra={"task": key})
            return False
        task = self._tasks[key]
        if task.done():
            logger.info("Task %s already completed, cannot cancel", key, extra={"task": key})
            return False
        logger.info("Cancelling task %s", key, extra={"task": key})
        task.cancel()
        return True

    async def _run_task(self, instance):
        try:
            value = await instance.process()
            await instance.mark_completed(final_value=value)
            return value
        except asyncio.CancelledError:
            logger.info("Task %s was cancelled", instance.key, extra={"task": instance.key})
            # This runs inside the task, so a second cancel reaches it here.
            await instance.send_event("cancelled", {"message": "Task was cancelled", "reason": "external_cancellation"})
            raise
        except Exception as error:
            await instance.send_event("error", {"error": str(error)})
            raise
        finally:
            del self._tasks[instance.key]
            self.clients.release(instance.key)
