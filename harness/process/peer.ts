import type { Operation, Operations, WireError } from '../adapter/wire.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { type FarCommand, FarProcess } from './far-process.ts';
import { remoteError } from './remote-error.ts';

/** What comes from the far side beside answers. */
export interface PeerListeners {
  /** A notification, or a request, whose answer is what this returns. Throws a `QuiesceError` if it makes no sense. */
  onMessage(method: string, params: unknown): unknown;
  /** Nothing more comes: the far side broke the protocol, or has ended. */
  onFault(fault: QuiesceError): void;
}

interface Asked {
  readonly method: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly data?: WireError } | null;
}

/** JSON-RPC 2.0 with a far process, one message a line, in both directions. */
export class Peer {
  readonly #far: FarProcess;
  readonly #listeners: PeerListeners;
  readonly #asked = new Map<number, Asked>();
  #asks = 0;
  #closed = false;
  /** Why it was closed, if that was nobody's wish. */
  fault: QuiesceError | undefined;

  constructor(command: FarCommand, listeners: PeerListeners) {
    this.#listeners = listeners;
    this.#far = new FarProcess(command, {
      onLine: (line) => this.#take(line),
      onFault: (fault) => this.fail(fault),
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether this process waits for the far one. */
  keep(alive: boolean): void {
    this.#far.keep(alive);
  }

  /** What the process wrote to stderr last. */
  get said(): string {
    return this.#far.said;
  }

  /** Sends a request. The answer comes in its own time, or never; it rejects if the far side breaks down. */
  ask<Name extends Operation>(method: Name, params: Operations[Name][0]): Promise<Operations[Name][1]> {
    return this.request(method, params) as Promise<Operations[Name][1]>;
  }

  request(method: string, params: object): Promise<unknown> {
    if (this.#closed) return this.fault ? Promise.reject(indefinite(method, this.fault)) : new Promise(() => {});
    const id = ++this.#asks;
    const answer = new Promise<unknown>((resolve, reject) => void this.#asked.set(id, { method, resolve, reject }));
    this.#send({ id, method, params });
    return answer;
  }

  notify(method: string, params: object): void {
    this.#send({ method, params });
  }

  /** The far side cannot be talked to any more: ends it, and has everybody know who waits for an answer. */
  fail(fault: QuiesceError): void {
    if (this.#closed) return;
    this.fault = fault;
    this.close();
    for (const { method, reject } of this.#asked.values()) reject(indefinite(method, fault));
    this.#listeners.onFault(fault);
  }

  /** Ends the far side. Answers that are under way never come. */
  close(): void {
    this.#closed = true;
    this.#far.kill();
  }

  /** Ends the conversation by closing its stdin; as `FarProcess.hangUp`. */
  hangUp(ms: number): Promise<string | undefined> {
    this.#closed = true;
    return this.#far.hangUp(ms);
  }

  #send(message: object): void {
    if (!this.#closed) this.#far.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  #take(line: string): void {
    if (this.#closed) return;
    try {
      const message = parsed(line);
      if (typeof message.method === 'string') this.#hear(message.method, message);
      else this.#answer(message, line);
    } catch (error) {
      this.fail(error instanceof QuiesceError ? error : nonsense(line, 'a message of the protocol'));
    }
  }

  #hear(method: string, { id, params }: Message): void {
    const answer = this.#listeners.onMessage(method, params);
    if (id === undefined) return;
    // The listener's own failure goes to whoever called it: the library.
    Promise.resolve(answer).then(
      (value: unknown) => this.#send({ id, result: value ?? null }),
      (error: unknown) => this.#send({ id, error: { code: -32000, message: describe(error) } }),
    );
  }

  #answer({ id, result, error }: Message, line: string): void {
    const asked = typeof id === 'number' ? this.#asked.get(id) : undefined;
    if (!asked || typeof id !== 'number') throw this.#unasked(id, line);
    this.#asked.delete(id);
    if (error) asked.reject(errorOf(asked.method, error));
    else if (result === undefined)
      throw nonsense(line, `a \`result\` or an \`error\` for the request \`${asked.method}\``);
    else asked.resolve(result);
  }

  #unasked(id: unknown, line: string): QuiesceError {
    const twice = typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= this.#asks;
    return new QuiesceError(
      'adapter',
      twice ? 'WIRE_ANSWER_TWICE' : 'WIRE_ANSWER_UNASKED',
      twice
        ? `Expected one answer to request ${id}; a second one came: ${describe(line)}`
        : `Expected the id of one of the ${this.#asks} requests that were sent; an answer came to ${describe(id)}: ${describe(line)}`,
      'Copy the `id` of the request, as it is, into its one answer.',
    );
  }
}

function parsed(line: string): Message {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw nonsense(line, 'one JSON object');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw nonsense(line, 'one JSON object');
  return value;
}

/** A line that is no message, told with what was expected in its place. */
export const nonsense = (line: string, expected: string): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_LINE_MALFORMED',
    `Expected a line of stdout to be ${expected}, found: ${describe(line)}`,
    'Only messages may be written to stdout; whatever else the program prints goes to stderr.',
  );

function errorOf(method: string, error: NonNullable<Message['error']>): Error {
  if (error.code !== -32601) return remoteError(error.data ?? { name: 'Error', message: String(error.message) });
  return new QuiesceError(
    'adapter',
    'WIRE_NOT_ANSWERED',
    `The far side lists \`${method}\` among its operations, and answered it by: ${String(error.message)}`,
    'Answer it, or leave it out of `operations`.',
  );
}

/** What was asked for may have been done: nobody is left to say. */
const indefinite = (method: string, fault: QuiesceError): QuiesceError =>
  new QuiesceError(
    'adapter',
    fault.code,
    `\`${method}\` was not answered, and may have been done: ${fault.message}`,
    fault.hint,
  );
