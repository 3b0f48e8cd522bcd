import type { Component } from '../../../harness/index.ts';

/**
 * The order in which the client starts and stops what it is made of, over components that are handed in. Its flag says
 * what was asked for last, not what has become of it; what goes wrong ends the start, or the stop, where it stands.
 */
export class ComponentGroup {
  readonly #list: readonly Component[];
  #running = false;

  constructor(list: readonly Component[]) {
    this.#list = list;
  }

  get state(): string {
    return this.#running ? 'running' : 'stopped';
  }

  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (const component of this.#list) await component.start();
  }

  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    for (const component of this.#list.toReversed()) await component.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
