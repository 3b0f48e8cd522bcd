import { connect, type Socket } from 'node:net';
import { real } from '../time/door.ts';

/** One response, as it came over the socket. */
export interface RawResponse {
  readonly status: number;
  /** The head, without the empty line. */
  readonly head: string;
  /** Of a stream: what has come of it. */
  readonly body: string;
}

/** What became of one request on a connection of its own. */
export type Probe = number | 'refused' | 'reset' | 'closed' | 'silent';

/**
 * One connection that parses HTTP/1.1 by itself: clients of Node and browsers hang up, retry and pool on their own,
 * and would hide what a server does to its connections. It never hangs up before it is told to.
 */
export class RawClient {
  readonly #socket: Socket;
  #data = '';
  #error: string | undefined;
  #ended = false;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    const note = (act: () => void) => (): void => {
      act();
      this.#changed();
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => note(() => void (this.#data += chunk))());
    socket.on(
      'end',
      note(() => void (this.#ended = true)),
    );
    socket.on(
      'close',
      note(() => void (this.#ended = true)),
    );
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#error ??= error.code;
      this.#ended = true;
      this.#changed();
    });
  }

  /** Connects; undefined: it was refused. */
  static connect(port: number): Promise<RawClient | undefined> {
    return new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      const client = new RawClient(socket);
      socket.once('connect', () => resolve(client));
      socket.once('error', () => resolve(undefined));
    });
  }

  /** The far side has ended or broken the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** It was broken, not ended. */
  get broken(): boolean {
    return this.#error !== undefined;
  }

  /** Everything that came and is not part of an earlier response. */
  get received(): string {
    return this.#data;
  }

  /** Sends as it is, also half a request. */
  write(text: string): void {
    this.#socket.write(text);
  }

  /** Sends a request; without `close` the connection is kept alive. */
  get(path: string, close = false): void {
    this.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${close ? 'Connection: close\r\n' : ''}\r\n`);
  }

  post(path: string, body: string): void {
    const head = `Host: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
    this.write(`POST ${path} HTTP/1.1\r\n${head}\r\n\r\n${body}`);
  }

  /** The next whole response; undefined if it has not come within so many ms, or never can. */
  async response(ms: number): Promise<RawResponse | undefined> {
    await this.until(() => this.#ended || whole(this.#data, this.#ended) !== undefined, ms);
    const found = whole(this.#data, this.#ended);
    if (found) this.#data = this.#data.slice(found.length);
    return found?.response;
  }

  /** Waits until the far side has ended the connection; false: it has not within so many ms. */
  close(ms: number): Promise<boolean> {
    return this.until(() => this.#ended, ms);
  }

  /** Waits until it holds, looked at whenever something has come; tells whether it does. */
  until(holds: () => boolean, ms: number): Promise<boolean> {
    if (holds()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (): void => {
        real.clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(holds());
      };
      const look = (): void => void (holds() && finish());
      // The connection itself keeps us waiting.
      const timer = real.setTimeout(finish, ms).unref();
      this.#waiting.add(look);
    });
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** One request on a connection of its own, to the end of its response. */
export async function probe(port: number, path: string, ms: number): Promise<Probe> {
  const client = await RawClient.connect(port);
  if (!client) return 'refused';
  try {
    client.get(path, true);
    const response = await client.response(ms);
    if (response) return response.status;
    return client.broken ? 'reset' : client.ended ? 'closed' : 'silent';
  } finally {
    client.destroy();
  }
}

interface Whole {
  readonly response: RawResponse;
  /** Characters that it takes of what has come. */
  readonly length: number;
}

/** The first response in what has come, if all of it has. */
function whole(data: string, ended: boolean): Whole | undefined {
  const at = data.indexOf('\r\n\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(data)?.[1]);
  if (at < 0 || Number.isNaN(status)) return undefined;
  const head = data.slice(0, at);
  const rest = data.slice(at + 4);
  const taken = bodyOf(head, rest, status, ended);
  return taken && { response: { status, head, body: taken.body }, length: at + 4 + taken.length };
}

function bodyOf(
  head: string,
  rest: string,
  status: number,
  ended: boolean,
): { body: string; length: number } | undefined {
  if (status === 204 || status === 304 || status < 200) return { body: '', length: 0 };
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined)
    return rest.length >= Number(length) ? { body: rest.slice(0, Number(length)), length: Number(length) } : undefined;
  if (/^transfer-encoding: *chunked/im.test(head)) return chunked(rest);
  return ended ? { body: rest, length: rest.length } : undefined;
}

/** A body in chunks, once its last one has come. */
export function chunked(data: string): { readonly body: string; readonly length: number } | undefined {
  let body = '';
  for (let at = 0; ; ) {
    const line = data.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(data.slice(at, line), 16);
    const end = line + 2 + size + 2;
    if (Number.isNaN(size) || data.length < end) return undefined;
    if (size === 0) return { body, length: end };
    body += data.slice(line + 2, line + 2 + size);
    at = end;
  }
}
