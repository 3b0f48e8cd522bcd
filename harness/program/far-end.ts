import { connect, type Socket } from 'node:net';
import { threadId } from 'node:worker_threads';
import type { JournalLine, Mark } from '../adapter/program.ts';
import { QuiesceError } from '../errors.ts';
import { Gates } from '../lab/gates.ts';
import { readLines } from './line-reader.ts';
import { plain } from './plain.ts';

/** This thread's end of a wire: writes the journal, and learns of gates. */
export class FarEnd {
  static readonly #ends = new Map<string, Promise<FarEnd>>();
  readonly #gates = new Gates();
  readonly #socket: Socket;
  #lines = 0;
  #waiting = 0;

  /** The end of the wire with that address; one a thread, however many bodies run there. */
  static at(address: string): Promise<FarEnd> {
    const known = this.#ends.get(address);
    if (known) return known;
    const end = reach(address).then((socket) => {
      socket.once('close', () => this.#ends.delete(address));
      return new FarEnd(socket);
    });
    this.#ends.set(address, end);
    end.catch(() => this.#ends.delete(address));
    return end;
  }

  private constructor(socket: Socket) {
    this.#socket = socket.unref();
    writeAtOnce(socket);
    readLines(socket, (line) => this.#take(line));
    // The kit is gone: bodies go on, and nobody reads what they write.
    socket.on('error', () => {});
  }

  note(task: string, mark: Mark, detail?: unknown): void {
    const line: JournalLine = {
      origin: `${process.pid}.${threadId}`,
      number: ++this.#lines,
      task,
      mark,
      ...(detail === undefined ? {} : { detail: plain(detail) }),
      at: performance.now(),
    };
    this.#send({ method: 'journal', params: line });
  }

  /** Keeps this thread alive while somebody waits, and only then: a leak of the target's own must not hide behind it. */
  gate(name: string, opened: () => void): (() => void) | undefined {
    this.#count(1);
    const left = (): void => this.#count(-1);
    const undo = this.#gates.wait(name, () => {
      left();
      opened();
    });
    return (
      undo &&
      (() => {
        left();
        undo();
      })
    );
  }

  #count(change: number): void {
    this.#waiting += change;
    if (this.#waiting > 0) this.#socket.ref();
    else this.#socket.unref();
  }

  #take(line: string): void {
    const message = JSON.parse(line) as { id?: number; method?: string; params?: { names?: readonly string[] } };
    if (message.method === 'gate') for (const name of message.params?.names ?? []) this.#gates.open(name);
    if (message.method === 'flush') this.#send({ id: message.id, result: null });
  }

  #send(message: object): void {
    if (!this.#socket.destroyed) this.#socket.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
}

/** A line must be out before the next step runs, or a kill would take it along: the write blocks where it can. */
function writeAtOnce(socket: Socket): void {
  const { _handle: handle } = socket as { _handle?: { setBlocking?(blocking: boolean): unknown } };
  handle?.setBlocking?.(true);
}

function reach(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const failed = (error: Error): void => reject(unreachable(address, error));
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

const unreachable = (address: string, cause: Error): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_UNREACHABLE',
    `The wire "${address}" of the job could not be reached: ${cause.message}`,
    'Pass the `wire` of `job.spec` on as it is, to a thread or process on the same machine, while its case runs.',
    cause,
  );
