import * as cancellation from './cancellation.ts';
import { left, push } from './clients.ts';
import type { Parts } from './core.ts';
import { closing } from './closing.ts';
import * as crew from './crew.ts';
import { delivering } from './delivery.ts';
import { announce, broadcast, emit, marks, payload } from './events.ts';
import * as groups from './groups.ts';
import * as limits from './limits.ts';
import { facetParts } from './facets.ts';
import { closeSource } from './map.ts';
import { Scope } from './scope.ts';
import { outside } from './outside.ts';
import * as scopes from './scopes.ts';
import { inThreads, type Settings } from './settings.ts';
import { showing } from './showing.ts';
import { slots } from './slots.ts';
import { follow, listen } from './signals.ts';
import * as tasks from './tasks.ts';
import { bodyInThread, killThread, lost } from './threads.ts';
import { after } from './timer.ts';
import { dispose, failedDisposal } from './use.ts';
import { enter, hold, sleep, take } from './waits.ts';

const fork: Parts['fork'] = (core, above) => {
  const scope = new Scope(above);
  if (core.settings.level && above.cancelled) scope.cancel(above.reason);
  return scope;
};

const correct: Parts = {
  ...showing,
  ...delivering,
  ...outside,
  ...closing,
  ...slots,
  ...facetParts,
  admit: tasks.admit,
  taskScope: tasks.taskScope,
  enqueue: tasks.enqueue,
  next: tasks.next,
  waiting: tasks.waiting,
  start: tasks.start,
  counting: tasks.counting,
  limit: tasks.limit,
  expire: tasks.expire,
  disarm: tasks.disarm,
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
  scoped: scopes.scoped,
  stopScope: scopes.stopScope,
  shield: scopes.shield,
  enter,
  sleep,
  take,
  hold,
  after,
  within: limits.within,
  span: (_core, _above, ms) => ms,
  limited: (core, scope) => core.parts.fork(core, scope),
  move: limits.move,
  remaining: limits.remaining,
  expired: limits.expired,
  all: groups.all,
  race: groups.race,
  any: groups.any,
  group: groups.group,
  supervise: groups.supervise,
  member: crew.member,
  recruit: groups.recruit,
  childOf: groups.childOf,
  counts: crew.counts,
  dismiss: crew.dismiss,
  tell: crew.tell,
  leave: crew.leave,
  goesOn: crew.goesOn,
  failuresOf: crew.failuresOf,
  sum: groups.sum,
  entries: groups.entries,
  dispose,
  failedDisposal,
  closeSource,
  lost,
};

/** The parts of a correct coordinator with these settings. */
export const partsFor = (settings: Settings): Parts =>
  inThreads(settings) ? { ...correct, body: bodyInThread, deliver: killThread } : correct;
