import type { Fixes } from '../../fix.ts';

/** PAT-01 to PAT-11: groups, and what they say of their members. */
export const groupFixes: Fixes = {
  'PAT-01': {
    title: 'Write each entry to the place of its input, and answer when all have ended',
    effort: 'minutes',
    sketch: `
async function settle(bodies: readonly Body[], signal: AbortSignal): Promise<Entry[]> {
  return Promise.all(
    bodies.map((body) =>
      body(signal).then(
        (value) => ({ value }),
        (error) => ({ error }),
      ),
    ),
  );
}`,
    note: 'A list that is pushed to as results come in is in the order of completion.',
  },
  'PAT-02': {
    title: 'Give a cancelled input an entry of a kind of its own',
    effort: 'minutes',
    sketch: `
const entryOf = (end: PromiseSettledResult<Json>): Entry => {
  if (end.status === 'fulfilled') return { value: end.value };
  return isCancelled(end.reason) ? { missing: 'cancelled' } : { error: end.reason };
};
// One entry for every input: map, never filter.
return (await Promise.allSettled(running)).map(entryOf);`,
  },
  'PAT-03': {
    title: 'Abort the signal that all members share at the first failure, and start none after it',
    effort: 'hours',
    sketch: `
const own = new AbortController();
const signal = AbortSignal.any([outer, own.signal]); // the children, and the body of the group
const run = async (body: Body) => {
  if (signal.aborted) return; // also what still waits for its start
  try {
    return await body(signal);
  } catch (error) {
    failures.push(error);
    own.abort(new Dismissed());
  }
};`,
  },
  'PAT-04': {
    title: 'Wait for every member before the group settles, however it settles',
    effort: 'hours',
    sketch: `
async function group(owner: Owner): Promise<Json> {
  const members: Promise<unknown>[] = [];
  const lead = owner((body) => spawn(members, body));
  // One that is spawned meanwhile is waited for, too.
  for (let at = 0; at < members.length || at === 0; at++) await Promise.allSettled([lead, members[at]]);
  if (failures.length > 0) throw asOne(failures);
  return lead;
}`,
    note: 'Promise.all and Promise.race settle early. Collect the ends first, raise the failure last.',
  },
  'PAT-05': {
    title: 'Keep a list of failures, also of members that were told, and raise them together',
    effort: 'minutes',
    sketch: `
member.catch((error) => {
  // Giving way to the abort is no failure. Everything else is, whenever it comes.
  if (error !== own.signal.reason) failures.push(error);
});
// …when all members have ended:
if (failures.length === 1) throw failures[0];
if (failures.length > 1) throw new AggregateError(failures);`,
  },
  'PAT-06': {
    title: 'Tell the cancellations that the group caused by their reason, and leave them out',
    effort: 'minutes',
    sketch: `
const dismissal = new Dismissed(); // one object for this group
own.abort(dismissal);
// In the order of happening: the first that went wrong is the primary one.
const failed = (error: unknown) => {
  if (error !== dismissal) failures.push(error);
};`,
    note: 'A name such as AbortError does not tell whose cancellation it was. Identity does.',
  },
  'PAT-07': {
    title: "Look at the owner's signal, not at the group's own, when the group ends",
    effort: 'hours',
    sketch: `
await Promise.allSettled(members);
if (outer.aborted) {
  // The owner's cancel goes first, whoever aborted first; errors go with it.
  task.suppressed.push(...failures);
  throw outer.reason;
}
if (failures.length > 0) throw asOne(failures);`,
  },
  'PAT-08': {
    title: "Take a child's own cancellation for its result, and for nothing else",
    effort: 'minutes',
    sketch: `
const child = new AbortController(); // below the group's signal, and not that signal
const result = body(AbortSignal.any([group.signal, child.signal]));
result.catch((error) => {
  if (child.signal.aborted && error === child.signal.reason) return; // it was cancelled by itself
  group.failed(error);
});
return { result, cancel: (reason) => child.abort(reason) };`,
  },
  'PAT-09': {
    title: 'Hand a failure to whoever holds the child, and still derive its signal from the owner',
    effort: 'minutes',
    sketch: `
function supervise(outer: AbortSignal, body: Body): Child {
  const own = new AbortController();
  const result = body(AbortSignal.any([outer, own.signal])); // the owner's cancel still arrives
  result.catch((error) => log.error('a child failed', error)); // and nobody else is told
  return { result, cancel: (reason) => own.abort(reason) };
}`,
  },
  'PAT-10': {
    title: 'Refuse to spawn once the group is aborting or has ended',
    effort: 'minutes',
    sketch: `
spawn(body: Body): Child {
  if (this.ended || this.signal.aborted) throw new GroupClosedError();
  const child = start(body, this.signal);
  this.members.push(child); // the live list: whoever waits for the group waits for it
  return child;
}`,
  },
  'PAT-11': {
    title: 'Abort the losers when the winner is known, wait for them, and then answer',
    effort: 'hours',
    sketch: `
const losers = new AbortController();
const running = bodies.map((body) => body(AbortSignal.any([outer, losers.signal])));
try {
  return await Promise.any(running); // race: Promise.race
} finally {
  losers.abort(new Dismissed());
  await Promise.allSettled(running);
}`,
    note: 'Promise.any rejects with an AggregateError of all failures: hand that on as it is.',
  },
};
