import { getEventListeners } from 'node:events';
import type { TaskEvent } from '../adapter/events.ts';
import { real } from '../time/forward.ts';
import type { Bench } from './bench.ts';

/** One event on its way to a client of the kit's. */
export interface Delivery {
  readonly event: TaskEvent;
  /** The kit's name of the task that it is about. */
  readonly task: string | undefined;
  /** Counts the deliveries to this client, from 1. */
  readonly number: number;
  readonly terminal: boolean;
}

/**
 * What a client does with an event, beside having it recorded. It runs inside the coordinator's delivery, which gets
 * its return value or throw; both are recorded as `delivered`.
 */
export type Reaction = (delivery: Delivery) => unknown;

/** What is there at one moment, as the kit counts it from outside. */
export interface Stock {
  /** Timers that wait; 0 where time is real and cannot be looked into. */
  readonly timers: number;
  /** Those of them that keep a process alive. */
  readonly holding: number;
  /** Open handles of the process that are no timers. */
  readonly handles: number;
  /** Abort listeners on each signal that jobs were submitted with. */
  readonly listeners: Readonly<Record<string, number>>;
  /** Abort listeners on each signal that the case has named, whoever was given it. */
  readonly named: Readonly<Record<string, number>>;
  /** Listeners of the process, by event. */
  readonly process: Readonly<Record<string, number>>;
}

/** What the kit does by itself, beside its calls of the coordinator. */
export class Own {
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Sets a timer of the kit's: among timers of one instant it has its place by when it was set. */
  later(ms: number, act: () => void): void {
    setTimeout(act, ms);
  }

  /** Settles once the gate is open: for a client that takes its time over an event. */
  passing(gate: string): Promise<void> {
    return new Promise((resolve) => void this.#bench.gates.wait(gate, resolve));
  }

  /** Cancels as `lab.cancel` does and hands the answer over: for a client that waits for it. */
  cancel(task: string): unknown {
    return this.#bench.tasks.cancelFrom(task, []);
  }

  /** Sets the wall clock back, which does not move what is monotonic. Real time cannot be moved: nothing happens. */
  setBack(ms: number): void {
    this.#bench.pace.setBack?.(ms);
    this.#bench.recorder.record('info', 'kit.setBack', undefined, undefined, ms);
  }

  /** Writes down what the wall clock says, as `kit.clock`, in ms. */
  clock(): void {
    this.#bench.recorder.record('saw', 'kit.clock', undefined, undefined, Date.now());
  }

  /** Leaves a rejection of the kit's own without a handler: who listens for such things has to hear of it. */
  reject(error: Error): void {
    void Promise.reject(error);
  }

  /** Writes down what is there now, as `kit.count`; the mark names the place. */
  count(mark: string): void {
    const { tasks, pace, recorder } = this.#bench;
    const onAbort = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;
    const handles = real.activeResources().filter((kind) => kind !== 'Immediate' && kind !== 'Timeout').length;
    const ofProcess = process.eventNames().map((event) => [String(event), process.listenerCount(event)]);
    const stock: Stock = {
      timers: pace.timers,
      holding: pace.holding,
      handles,
      listeners: Object.fromEntries(tasks.signals().map(([name, signal]) => [name, onAbort(signal)])),
      named: Object.fromEntries(tasks.named().map(([name, signal]) => [name, onAbort(signal)])),
      process: Object.fromEntries(ofProcess),
    };
    recorder.record('saw', 'kit.count', undefined, mark, stock);
  }
}
