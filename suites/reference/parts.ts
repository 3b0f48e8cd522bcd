import * as cancellation from './cancellation.ts';
import { left, push } from './clients.ts';
import type { Parts } from './core.ts';
import { announce, broadcast, emit, marks, payload } from './events.ts';
import { Scope } from './scope.ts';
import { inThreads, type Settings } from './settings.ts';
import { follow, listen } from './signals.ts';
import * as tasks from './tasks.ts';
import { bodyInThread, killThread, lost } from './threads.ts';
import { enter, sleep, take } from './waits.ts';

const fork: Parts['fork'] = (core, above) => {
  const scope = new Scope(above);
  if (core.settings.level && above.cancelled) scope.cancel(above.reason);
  return scope;
};

const correct: Parts = {
  admit: tasks.admit,
  taskScope: tasks.taskScope,
  enqueue: tasks.enqueue,
  next: tasks.next,
  waiting: tasks.waiting,
  start: tasks.start,
  body: tasks.body,
  watch: tasks.watch,
  defer: tasks.defer,
  cleanUp: tasks.cleanUp,
  judge: tasks.judge,
  conclude: tasks.conclude,
  settle: tasks.settle,
  end: tasks.end,
  release: tasks.release,
  request: cancellation.request,
  accept: cancellation.accept,
  deliver: cancellation.deliver,
  discard: cancellation.discard,
  withdraw: cancellation.withdraw,
  answer: cancellation.answer,
  second: cancellation.second,
  terminal: cancellation.terminal,
  unknown: cancellation.unknown,
  cancelAll: cancellation.cancelAll,
  live: cancellation.live,
  total: cancellation.total,
  isCaller: cancellation.isCaller,
  follow,
  listen,
  emit,
  marks,
  announce,
  payload,
  broadcast,
  push,
  left,
  fork,
  child: (core, above) => core.parts.fork(core, above),
  enter,
  sleep,
  take,
  limited: (core, scope) => core.parts.fork(core, scope),
  lost,
};

/** The parts of a correct coordinator with these settings. */
export const partsFor = (settings: Settings): Parts =>
  inThreads(settings) ? { ...correct, body: bodyInThread, deliver: killThread } : correct;
