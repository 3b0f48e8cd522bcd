import type { Component } from '../../../harness/index.ts';
import type { Log } from '../streaming/log.ts';
import { until } from './background.ts';

/**
 * Starts components along their dependencies and stops them in the reverse order. There is one start and one end,
 * which everybody waits for; a stop that comes during the start waits for the component that is being started.
 */
export class ComponentGroup {
  readonly #order: readonly Component[];
  readonly #log: Log;
  readonly #started: Component[] = [];
  #state: 'new' | 'starting' | 'running' | 'failed' | 'stopping' | 'stopped' = 'new';
  #start: Promise<void> | undefined;
  #end: Promise<void> | undefined;

  constructor(list: readonly Component[], log: Log) {
    this.#order = sorted(list);
    this.#log = log;
  }

  get state(): string {
    return this.#state;
  }

  /** Rejects if a component cannot be started; those before it have then been stopped again. */
  start(): Promise<void> {
    if (this.#end) return Promise.reject(new Error('the components have been stopped'));
    this.#start ??= this.#startAll();
    return this.#start;
  }

  /** Rejects if a component could not be stopped, or with the caller's own cancellation if that comes first. */
  stop(caller?: AbortSignal): Promise<void> {
    if (!this.#start) return Promise.resolve();
    this.#end ??= this.#endAll(this.#start);
    this.#end.catch(() => {});
    return until(this.#end, caller);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #startAll(): Promise<void> {
    this.#state = 'starting';
    for (const component of this.#order) {
      if (this.#end) throw new Error('the components were stopped while they were started');
      try {
        await component.start();
        this.#started.push(component);
      } catch (error) {
        await this.#stopStarted();
        if (!this.#end) this.#state = 'failed';
        throw error;
      }
    }
    if (!this.#end) this.#state = 'running';
  }

  async #endAll(start: Promise<void>): Promise<void> {
    this.#state = 'stopping';
    await start.catch(() => {});
    const errors = await this.#stopStarted();
    this.#state = 'stopped';
    if (errors.length > 0) throw new AggregateError(errors, 'components could not be stopped');
  }

  /** One that fails to stop does not spare the others. */
  async #stopStarted(): Promise<readonly unknown[]> {
    const errors: unknown[] = [];
    for (const component of this.#started.splice(0).reverse()) {
      try {
        await component.stop();
      } catch (error) {
        errors.push(error);
        this.#log.write({ level: 'error', text: `Component ${component.name} could not be stopped`, error });
      }
    }
    return errors;
  }
}

/** Each component behind all that it needs. */
function sorted(list: readonly Component[]): readonly Component[] {
  const order = new Set<Component>();
  const place = (component: Component): void => {
    for (const name of component.after) for (const needed of list) if (needed.name === name) place(needed);
    order.add(component);
  };
  for (const component of list) place(component);
  return [...order];
}
