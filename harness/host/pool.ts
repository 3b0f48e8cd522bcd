import { QuiesceError } from '../errors.ts';
import type { Death } from './death.ts';
import type { HostProcess } from './supervisor.ts';

/** How often in a row a host may fail to start before no more are started. */
const mostFailures = 5;

/** Starts a host and loads the target. A death is a start that failed; trouble with the target is thrown. */
export type Start = () => Promise<{ readonly host: HostProcess } | { readonly death: Death }>;

interface Slot {
  host?: HostProcess;
}

/** A fixed number of hosts, each with one user at a time. A dead host is replaced when it is next needed. */
export class HostPool {
  readonly #start: Start;
  readonly #size: number;
  readonly #free: Slot[];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  readonly #slots: readonly Slot[];
  #failures = 0;

  constructor(size: number, start: Start) {
    this.#size = size;
    this.#start = start;
    this.#slots = Array.from({ length: size }, () => ({}));
    this.#free = [...this.#slots];
  }

  /** Uses a host as soon as one is free, in the order of asking. Throws if none can be started. */
  use<T>(work: (host: HostProcess) => Promise<T>): Promise<T> {
    return this.hold(async (host) => work(await host()));
  }

  /** As `use`, for more than one thing: nobody else has the host meanwhile, and one that died is replaced. */
  async hold<T>(work: (host: () => Promise<HostProcess>) => Promise<T>): Promise<T> {
    const slot = await this.#take();
    try {
      return await work(() => this.#alive(slot));
    } finally {
      this.#giveBack(slot);
    }
  }

  /**
   * Waits until nobody uses any host, then has the work done on all that live, with everybody else waiting. Failed
   * starts are forgotten: what is loaded from now on may be something else.
   */
  async whole(work: (hosts: readonly HostProcess[]) => Promise<void>): Promise<void> {
    const slots: Slot[] = [];
    while (slots.length < this.#size) slots.push(await this.#take());
    this.#failures = 0;
    try {
      await work(slots.flatMap(({ host }) => (host && !host.dead ? [host] : [])));
    } finally {
      for (const slot of slots) this.#giveBack(slot);
    }
  }

  /** Ends all hosts, also those in use. */
  async close(death: Death): Promise<void> {
    await Promise.all(this.#slots.flatMap(({ host }) => (host ? [host.kill(death)] : [])));
  }

  async #alive(slot: Slot): Promise<HostProcess> {
    while (!slot.host || slot.host.dead) {
      if (this.#failures >= mostFailures) throw unusable(this.#failures, undefined);
      const started = await this.#start();
      if ('host' in started) {
        slot.host = started.host;
        this.#failures = 0;
      } else if (++this.#failures >= mostFailures) throw unusable(this.#failures, started.death);
    }
    return slot.host;
  }

  /** One with a host that lives, if there is one: a start takes longer than most cases. */
  async #take(): Promise<Slot> {
    const started = this.#free.findIndex(({ host }) => host && !host.dead);
    const [slot] = this.#free.splice(Math.max(0, started), 1);
    return slot ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }
}

const unusable = (failures: number, death: Death | undefined): QuiesceError =>
  new QuiesceError(
    'adapter',
    'HOST_UNUSABLE',
    `${failures} processes in a row ended before the target was loaded${death ? `; of the last one: ${death.seen}` : ''}.`,
    'Load the adapter with plain node and see what ends the process. A machine that is out of memory does this too.',
  );
