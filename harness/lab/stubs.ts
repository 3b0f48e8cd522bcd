import type { Component } from '../adapter/components.ts';
import type { Bench } from './bench.ts';

/** What a stub of the kit's does when the coordinator calls it: it waits at a gate, if one is named, then throws or returns. */
export interface Script {
  readonly gate?: string;
  /** Message of the error that it throws. */
  readonly throws?: string;
}

/** A component of the kit's, as data. */
export interface ComponentScript {
  readonly name: string;
  readonly after?: readonly string[];
  readonly start?: Script;
  readonly stop?: Script;
}

/**
 * What the coordinator calls in its start and its shutdown. Each call and each end is written down, as `component.stop`
 * and `component.stopped` or `hook.run` and `hook.ended`, with the stub's name; an end by a throw is a `fail` with the
 * error.
 */
export class Stubs {
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  hook(name: string, script: Script): () => Promise<void> {
    return () => this.#play('hook.run', 'hook.ended', name, script);
  }

  component({ name, after = [], start = {}, stop = {} }: ComponentScript): Component {
    return {
      name,
      after,
      start: () => this.#play('component.start', 'component.started', name, start),
      stop: () => this.#play('component.stop', 'component.stopped', name, stop),
    };
  }

  async #play(
    called: 'hook.run' | `component.${string}`,
    over: 'hook.ended' | `component.${string}`,
    name: string,
    { gate, throws }: Script,
  ): Promise<void> {
    const { recorder, gates } = this.#bench;
    const call = recorder.record('saw', called, undefined, name);
    if (gate !== undefined) await new Promise<void>((resolve) => void gates.wait(gate, resolve));
    if (throws === undefined) {
      recorder.record('saw', over, undefined, name, undefined, call.seq);
      return;
    }
    const error = new Error(throws);
    recorder.record('fail', over, undefined, name, error, call.seq);
    throw error;
  }
}
