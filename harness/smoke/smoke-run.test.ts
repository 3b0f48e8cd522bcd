import { expect, test } from 'vitest';
import type { Ports, Service } from '../adapter/components.ts';
import type { Lease, Resource, ResourceWish } from '../adapter/resources.ts';
import type { Coordinator, Target } from '../adapter/target.ts';
import type { Diagnostic, Listener } from '../adapter/events.ts';
import { type Job, noTasks } from '../adapter/tasks.ts';
import type { HostDoor } from '../host-door.ts';
import { smokeRun } from './smoke-run.ts';

const quiet: HostDoor = { listen: () => () => undefined, progress: () => undefined };

const smoke = (more: Partial<Coordinator>, target: Partial<Target> = {}) =>
  smokeRun(
    { name: 'small', open: () => ({ submit: (job) => ({ result: job.run() }), ...more }), ...target },
    { dialect: {}, depth: 'default' },
    quiet,
  );

/** One thing, lent in order of arrival; a second release is an error where that is wanted, and a close lets waiters be served. */
function lender(wish: ResourceWish | undefined, strict: boolean): Resource {
  const waiting: ((lease: Lease) => void)[] = [];
  let free = true;
  let closed = false;
  const lease = (resource: unknown): Lease => {
    let held = true;
    return {
      resource,
      release() {
        if (!held && strict) throw new Error('not yours');
        if (!held) return;
        held = false;
        const next = waiting.shift();
        if (next) next(lease(resource));
        else free = true;
      },
    };
  };
  return {
    async acquire() {
      if (closed) throw new Error('closed');
      if (!free) return new Promise((resolve) => void waiting.push(resolve));
      free = false;
      return lease(await wish?.create());
    },
    ...(wish ? { close: () => void (closed = true) } : {}),
  };
}

test('a submit that hands back the very promise of the body, for want of a library, is no offer to take tasks', async () => {
  const resources = { lock: () => lender(undefined, false) };
  expect(Object.keys((await smoke({ resources })).offer)).toEqual(['lock']);
  // With nothing else to judge, with a way to cancel, or through a promise of the library's own, it is one.
  expect((await smoke({})).offer).toHaveProperty('submit');
  expect((await smoke({ resources, cancel: () => false })).offer).toHaveProperty('submit');
  const own = (job: Job) => ({ result: Promise.resolve().then(() => job.run()) });
  expect((await smoke({ resources, submit: own })).offer).toHaveProperty('submit');
});

test('a pool that serves its waiters after the close, and a second release that fails, are choices', async () => {
  const strict = await smoke({ resources: { pool: (wish) => lender(wish, true) } });
  expect(strict.observed).toEqual({ 'lease.release': 'error', 'pool.waiters': 'serve' });
  const lax = await smoke({ resources: { pool: (wish) => lender(wish, false) } });
  expect(lax.observed).toEqual({ 'pool.waiters': 'serve' });
});

test('a failure that the hook reports and the platform does not is a choice; one that nobody reports is not', async () => {
  const observed = async (tells: boolean) => {
    const open = (): Coordinator => {
      const sinks: ((record: Diagnostic) => unknown)[] = [];
      return {
        diagnostics: (sink) => (sinks.push(sink), () => undefined),
        submit(job) {
          const result = job.run();
          result.catch((error: unknown) => {
            for (const sink of tells ? sinks : []) sink({ level: 'error', text: 'a task failed', task: job.id, error });
          });
          return { id: job.id, result };
        },
      };
    };
    return (await smoke({}, { open })).observed['unobserved'];
  };
  expect(await observed(true)).toBe('hook');
  expect(await observed(false)).toBeUndefined();
});

test('an error of a cleanup that is the outcome itself is a choice', async () => {
  const submit = (job: Job) => ({ result: Promise.resolve().then(() => job.run(job.signal)) });
  expect((await smoke({ submit })).observed['cleanup.error']).toBe('failed');
});

test('a timetable that has a turn a second is seen to live', async () => {
  const component = ({ turn }: Ports): Service => {
    let timer: ReturnType<typeof setInterval> | undefined;
    return {
      start: () => void (timer = setInterval(() => void turn(), 1_000)),
      stop: () => clearInterval(timer),
    };
  };
  const report = await smoke({ component }, { profile: 'component' });
  expect(report.offer).toHaveProperty('component');
  expect(report.withoutEffect).toEqual({});
});

test('what a wait for a lock reads is seen, though the first who comes need not wait', async () => {
  const lock = (): Resource => {
    const { acquire } = lender(undefined, false);
    let taken = 0;
    return {
      acquire(wish) {
        taken += 1;
        return taken > 1 && wish.timeout !== undefined
          ? Promise.reject(new Error('late'))
          : (acquire?.(wish) as Promise<Lease>);
      },
    };
  };
  expect((await smoke({ submit: noTasks, resources: { lock } })).offer).toHaveProperty(['lock.timeout']);
});

test('a signal that is read by a use, and ends the wait for it alone, is no way to end the use', async () => {
  const lock = (told: boolean) => (): Resource => ({
    async use(body, { signal }) {
      signal?.throwIfAborted();
      return body(undefined, told ? signal : undefined);
    },
  });
  const offered = async (told: boolean) => (await smoke({ submit: noTasks, resources: { lock: lock(told) } })).offer;
  expect(await offered(true)).toHaveProperty(['lock.use.signal']);
  expect(await offered(false)).not.toHaveProperty(['lock.use.signal']);
});

test('a library that tells of runs and of no task offers the events of runs, and misses none of tasks', async () => {
  const listeners = new Set<Listener>();
  const report = await smoke({
    submit: noTasks,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async waves(waves) {
      for (const wave of waves) {
        await Promise.all(wave.map((job) => job.run()));
        for (const listener of listeners) listener({ type: 'wave' });
      }
      return { ending: 'completed', last: waves.length, results: [] };
    },
  });
  expect(report.offer).toHaveProperty(['waves.events']);
  expect([report.offer['events'], report.withoutEffect]).toEqual([undefined, {}]);
});

test('noTasks of another copy of the kit is known as well', async () => {
  const other = Object.assign(
    () => {
      throw new Error('This target takes no tasks.');
    },
    { [Symbol.for('quiesce.noTasks')]: true },
  );
  const { offer } = await smoke({ submit: other, resources: { lock: () => lender(undefined, false) } });
  expect(Object.keys(offer)).toEqual(['lock']);
});
