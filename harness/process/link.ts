import type { Diagnostic, Listener } from '../adapter/events.ts';
import type { Native } from '../adapter/program.ts';
import type { Messages, Ref, WireOffer, WireOpen } from '../adapter/wire.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { real } from '../time/door.ts';
import type { FarCommand } from './far-process.ts';
import { malformed, Order } from './journals.ts';
import { Peer } from './peer.ts';
import { remoteError } from './remote-error.ts';
import { checkOffer } from './wire-offer.ts';

/** How long the far side may be silent where it has to answer, ms: to `open`, and to `flush`. */
export const patience = 5_000;

/** A task of the far side, as the kit waits for it. */
export interface FarTask {
  readonly native: Native;
  settle(ok: boolean, value: unknown): void;
  ended(): void;
}

/** One process, one coordinator in it, and everything that the two sides know of each other by name. */
export class Link {
  readonly peer: Peer;
  readonly tasks = new Map<string, FarTask>();
  readonly listeners = new Map<Ref, Listener>();
  readonly sinks = new Map<Ref, (record: Diagnostic) => unknown>();
  readonly functions = new Map<Ref, () => unknown>();
  readonly #order = new Order();
  readonly #begun = new Set<string>();
  readonly #patience: number;
  #refs = 0;
  #refusal: QuiesceError | undefined;

  /** Starts the process. It has not been asked for anything, and nobody waits for it. */
  constructor(command: FarCommand, limit = patience) {
    this.#patience = limit;
    this.peer = new Peer(command, {
      onMessage: (method, params) => this.#hear(method, params),
      onFault: () => this.#killed(),
    });
    this.peer.keep(false);
  }

  /** Has it build a coordinator. Throws what is wrong with the answer, or with its absence. */
  async open(wishes: Omit<WireOpen, 'protocol'>): Promise<WireOffer> {
    this.peer.keep(true);
    try {
      return checkOffer(await this.#within('open', this.peer.ask('open', { protocol: 1, ...wishes })));
    } catch (error) {
      const { fault } = this.peer;
      this.peer.close();
      throw fault ?? (error instanceof QuiesceError ? error : unopened(error));
    }
  }

  /** A name for something that is not JSON. */
  ref(kind: string): Ref {
    return `${kind} ${++this.#refs}`;
  }

  /** Why the far side is not what it said it is; the first reason counts. */
  get fault(): QuiesceError | undefined {
    return this.peer.fault ?? this.#refusal;
  }

  /** Something that cannot fail was answered by an error. */
  refused(what: string, error: unknown): void {
    this.#refusal ??= error instanceof QuiesceError ? error : refusal(what, error);
  }

  /** Settles when all that the far side has to say is written down; true: it says that it is at rest. Never rejects. */
  async flush(): Promise<boolean> {
    if (this.peer.closed) return true;
    const answer = await this.#within('flush', this.peer.request('flush', {})).catch(() => undefined);
    return (answer as { rest?: unknown } | null | undefined)?.rest === true;
  }

  async #within<T>(what: string, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = real.setTimeout(() => {
        const fault = silent(what, this.#patience, this.peer.said);
        this.peer.fail(fault);
        reject(fault);
      }, this.#patience);
    });
    try {
      return await Promise.race([answer, silence]);
    } finally {
      real.clearTimeout(timer);
    }
  }

  #hear(method: string, params: unknown): unknown {
    switch (method) {
      case 'journal':
        return this.#line(params);
      case 'settled':
        return this.#settled(params as Messages['settled']);
      case 'ended':
        this.#order.time('`ended`', (params as Messages['ended'] | undefined)?.at);
        return this.#task((params as Messages['ended']).task).ended();
      case 'event':
        return this.#event(params as Messages['event']);
      case 'diagnostic':
        return this.#diagnostic(params as Messages['diagnostic']);
      case 'call':
        return called(this.functions, (params as Messages['call'] | undefined)?.ref)();
      default:
        throw malformed('one of journal, settled, ended, event, diagnostic, call', method);
    }
  }

  /** The journal of a child, `<task>/<name>`, is that of its task. */
  #line(params: unknown): void {
    const { task, mark, detail } = this.#order.line(params);
    const name = [...this.tasks.keys()].find((known) => task === known || task.startsWith(`${known}/`));
    if (name === undefined) throw malformed('the `task` of a journal line to begin with the id of a spec', task);
    if (mark === 'start') this.#begun.add(task);
    if (mark === 'end') this.#begun.delete(task);
    this.tasks.get(name)?.native.note(mark, detail, task === name ? undefined : task.slice(name.length + 1));
  }

  #settled(params: Messages['settled']): void {
    this.#order.time('`settled`', params?.at);
    const { task, error, value = null } = params;
    this.#task(task).settle(error === undefined, error === undefined ? value : remoteError(error));
  }

  #event({ ref, event, at }: Messages['event']): unknown {
    this.#order.time('`event`', at);
    const listener = called(this.listeners, ref);
    if (event === null || typeof event !== 'object' || typeof event.type !== 'string')
      throw malformed('an event with a `type`', event);
    // What the listener throws is the library's to deal with: it goes back as the answer.
    return (async () => listener(event))();
  }

  #diagnostic({ ref, record }: Messages['diagnostic']): void {
    const { error } = record;
    const said = error !== null && typeof error === 'object' ? remoteError(error as never) : error;
    called(this.sinks, ref)({ ...record, ...(error === undefined ? {} : { error: said }) });
  }

  #task(name: string): FarTask {
    const task = this.tasks.get(name);
    if (!task) throw malformed('the `task` to be the id of a spec', name);
    return task;
  }

  /** Bodies that are gone with their process write no end. */
  #killed(): void {
    for (const task of this.#begun) {
      const name = [...this.tasks.keys()].find((known) => task === known || task.startsWith(`${known}/`)) ?? task;
      this.tasks.get(name)?.native.note('end', 'killed', task === name ? undefined : task.slice(name.length + 1));
    }
    this.#begun.clear();
  }
}

function called<T>(known: ReadonlyMap<Ref, T>, ref: unknown): T {
  const found = typeof ref === 'string' ? known.get(ref) : undefined;
  if (!found) throw malformed('a `ref` that the kit has given', ref);
  return found;
}

const refusal = (what: string, error: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_REFUSED',
    `\`${what}\` was answered by an error: ${describe(error)}`,
    'It has no answer but that it was done.',
    error,
  );

const silent = (what: string, ms: number, said: string): QuiesceError =>
  new QuiesceError(
    'adapter',
    what === 'open' ? 'WIRE_OPEN_SILENT' : 'WIRE_SILENT',
    `\`${what}\` was sent, and no answer came within ${ms} ms.`,
    `An event loop that is blocked, or a program that does not read its stdin, is silent. ${said}`,
  );

const unopened = (error: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_OPEN_THROWS',
    `\`open\` was answered by an error: ${describe(error)}`,
    'It must build a fresh coordinator, with whatever wishes it is given.',
    error,
  );
