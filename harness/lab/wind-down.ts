import { getEventListeners } from 'node:events';
import type { Bench } from './bench.ts';

/** How long the timers of a finished case are given, ms. */
const enough = 60_000;
/** Gates that open further gates: a body has at most so many left in a row. */
const rounds = 16;

/**
 * Ends a case without judging the way: opens every gate that is waited at and lets time pass, until no body of the
 * kit's can be running but by the coordinator's doing. What is left then is recorded, for the standing invariants.
 */
export async function windDown(bench: Bench): Promise<void> {
  await openEverything(bench);
  if (bench.pace.timers > 0) {
    await bench.advance(enough);
    await openEverything(bench);
  }
  recordBodies(bench);
  recordListeners(bench);
}

/** Takes the coordinators down, by their own means. Never judged, and never waited for longer than to the next rest. */
export async function dispose(bench: Bench): Promise<void> {
  for (const { coordinator } of bench.opened) {
    try {
      void Promise.resolve(coordinator.dispose?.()).catch(() => undefined);
    } catch {
      // A throw is answered by whatever it leaves behind.
    }
  }
  bench.server.close();
  bench.programs.close();
  await bench.pace.quiesce();
}

async function openEverything(bench: Bench): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const waited = bench.gates.waitedFor();
    if (waited.length === 0) return;
    bench.open(...waited);
    await bench.quiesce();
  }
}

/** A body that was started here and has not ended, though every gate is open and every timer had its time. */
function recordBodies({ recorder }: Bench): void {
  const running = new Set<string>();
  for (const { kind, what, task } of recorder.events) {
    if (kind !== 'saw' || task === undefined) continue;
    if (what === 'start') running.add(task);
    if (what === 'end') running.delete(task);
  }
  for (const task of running) {
    recorder.record(
      'saw',
      'left',
      task,
      'body',
      `the body of ${task} had not ended, with every gate open and ${enough} ms later`,
    );
  }
}

/**
 * A listener on the caller's signal outlives its task for as long as the caller keeps the signal. Only a task that is
 * over can have left one: whose body does not run and whose result has settled.
 */
function recordListeners({ recorder, tasks, growing }: Bench): void {
  const about = growing.byTask();
  const isOver = (task: string): boolean => {
    const its = about.get(task);
    return its?.result(task) !== undefined && !its.started(task) === !its.ended(task);
  };
  for (const [name, signal, users] of tasks.signals()) {
    const over = users.every(isOver);
    const left = over ? getEventListeners(signal, 'abort').length : 0;
    if (left === 0) continue;
    const listeners = `${left} abort listener${left === 1 ? ' was' : 's were'}`;
    recorder.record(
      'saw',
      'left',
      undefined,
      'listener',
      `${listeners} left on the signal "${name}" after its tasks had ended`,
    );
  }
}
