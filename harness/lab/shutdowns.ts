import type { Coordinator } from '../adapter/target.ts';
import type { Bench } from './bench.ts';
import type { Opened } from './opening.ts';
import type { Script } from './stubs.ts';

/** What a case asks of a shutdown, in ms; left out: the library's default. */
export interface ShutdownSetting {
  readonly grace?: number;
  readonly force?: number;
}

/** Ends coordinators in the ways that they offer, and opens them again. */
export class Shutdowns {
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  hook(name: string, script: Script = {}): void {
    const { current, stubs } = this.#bench;
    const hook = stubs.hook(name, script);
    this.#bench.call('onShutdown', undefined, name, script, () => current.onShutdown?.(hook));
  }

  ask(mode: string, setting: ShutdownSetting = {}): void {
    try {
      this.#shutDown(mode, undefined, setting);
    } catch {
      // It is in the history.
    }
  }

  /** From inside a body, which may await the answer. */
  askFrom(mode: string, task: string): unknown {
    return this.#shutDown(mode, task, undefined);
  }

  /** A second instance over the same data, asked for nothing else than the first one was. Nothing: there is none. */
  async reopen(): Promise<Opened | undefined> {
    const { recorder, current, opened } = this.#bench;
    const { setting } = opened.at(-1) ?? { setting: {} };
    const asked = recorder.record('invoke', 'reopen', undefined, undefined, setting);
    const coordinator = await current.reopen?.();
    if (!coordinator) return undefined;
    recorder.record('ok', 'reopen', undefined, undefined, undefined, asked.seq);
    return { coordinator, setting };
  }

  #shutDown(mode: string, task: string | undefined, setting: ShutdownSetting | undefined): unknown {
    const { current, reads } = this.#bench;
    const wish = reads.wish('shutdown', { grace: setting?.grace, force: setting?.force });
    const report = (settled: unknown): void => this.#report(mode, settled, current);
    return this.#bench.ask('shutdown', task, mode, setting, () => current.shutdown?.[mode]?.(wish), report);
  }

  /** What the target reads out of the end of a shutdown, with the kit's names for the tasks. */
  #report(mode: string, settled: unknown, coordinator: Coordinator): void {
    const { target, recorder, tasks } = this.#bench;
    if (!target.report) return;
    try {
      const { unfinished = [], returned = [], ...rest } = target.report(settled);
      const named = (id: string): string => tasks.nameOf(id, coordinator) ?? id;
      recorder.record('saw', 'shutdown.report', undefined, mode, {
        ...rest,
        unfinished: unfinished.map((one) => ({ ...one, id: named(one.id) })),
        returned: returned.map(named),
      });
    } catch (error) {
      this.#bench.fault(error);
    }
  }
}
