import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalLine } from '../adapter/program.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { readLines } from './line-reader.ts';

/** Who is told what comes over a wire. */
export interface WireListeners {
  /** A journal line has come. */
  onLine(line: JournalLine): void;
  /** A thread or process that ran these bodies is gone, and every line that it wrote has come. */
  onClose(tasks: readonly string[]): void;
  /** Something came that is no message of the wire. */
  onFault?(fault: QuiesceError): void;
}

/** The kit's end of what connects it with bodies in other threads and processes. */
export interface Wire {
  /** For `JobSpec.wire`; usable at once. */
  readonly address: string;
  /** Opens a gate for all who wait there, and for those who will. */
  openGate(name: string): void;
  /** True once the thread or process of that task has answered; false when it is gone, or never was. */
  barrier(task: string): Promise<boolean>;
  /** Takes the wire down; nothing is told afterwards. */
  close(): void;
}

/**
 * Opens a wire: a local socket, which works alike for threads and processes, crosses as a text in a spec, and shows
 * its closing however the far side ends. Each thread has one connection. The wire keeps no process alive.
 */
export function openWire(listeners: WireListeners): Wire {
  const name = `${prefixOf(process.pid)}${randomUUID().slice(0, 8)}`;
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  const open = new Set<string>();
  const ends = new Set<NearEnd>();
  const server = createServer((socket) => {
    const end: NearEnd = new NearEnd(socket, listeners, () => ends.delete(end));
    ends.add(end);
    end.send({ method: 'gate', params: { names: [...open] } });
  });
  // A socket that cannot be bound shows where it is used: no body ever connects.
  server.on('error', (error) =>
    listeners.onFault?.(
      new QuiesceError('internal', 'WIRE_NOT_OPENED', `The wire ${address} could not be opened: ${error.message}`),
    ),
  );
  server.listen(address).unref();
  return {
    address,
    openGate(gate) {
      open.add(gate);
      for (const end of ends) end.send({ method: 'gate', params: { names: [gate] } });
    },
    barrier: (task) => [...ends].find((end) => end.tasks.has(task))?.flush() ?? Promise.resolve(false),
    close() {
      server.close();
      for (const end of ends) end.drop();
    },
  };
}

const prefixOf = (pid: number): string => `quiesce-${pid}-`;

/** Removes the sockets of a process that has ended: one that was killed could not do it. */
export function sweepWires(pid: number): void {
  if (process.platform === 'win32') return;
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(prefixOf(pid)) && name.endsWith('.sock')) rmSync(join(tmpdir(), name), { force: true });
  }
}

/** The kit's end of one connection. */
class NearEnd {
  /** Whose lines have come over it. */
  readonly tasks = new Set<string>();
  readonly #socket: Socket;
  readonly #listeners: WireListeners;
  readonly #asked = new Map<number, (answered: boolean) => void>();
  #dropped = false;
  #requests = 0;

  constructor(socket: Socket, listeners: WireListeners, closed: () => void) {
    this.#socket = socket.unref();
    this.#listeners = listeners;
    readLines(socket, (line) => this.#take(line));
    // Followed by `close`, which is what counts.
    socket.on('error', () => {});
    socket.on('close', () => {
      closed();
      for (const answer of this.#asked.values()) answer(false);
      if (!this.#dropped) listeners.onClose([...this.tasks]);
    });
  }

  send(message: object): void {
    this.#socket.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  flush(): Promise<boolean> {
    const id = ++this.#requests;
    this.send({ id, method: 'flush', params: {} });
    return new Promise((resolve) => void this.#asked.set(id, resolve));
  }

  drop(): void {
    this.#dropped = true;
    this.#socket.destroy();
  }

  #take(line: string): void {
    if (this.#dropped) return;
    const message = parsed(line);
    if (message?.method === 'journal' && isLine(message.params)) {
      this.tasks.add(message.params.task);
      this.#listeners.onLine(message.params);
    } else if (typeof message?.id === 'number' && this.#asked.has(message.id)) {
      this.#asked.get(message.id)?.(true);
      this.#asked.delete(message.id);
    } else {
      this.#listeners.onFault?.(malformed(line));
    }
  }
}

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
}

function parsed(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

const isLine = (params: unknown): params is JournalLine => {
  const line = params as Partial<JournalLine> | null | undefined;
  return typeof line?.task === 'string' && typeof line.mark === 'string' && typeof line.number === 'number';
};

const malformed = (line: string): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_LINE_MALFORMED',
    `Expected a journal line or an answer on the wire, found: ${describe(line)}`,
    'Only `runJob`, or an interpreter that speaks its protocol, may write there.',
  );
