import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type JobSpec, runJob } from '../../../harness/index.ts';
import { TaskCoordinator } from '../../examples/streaming/mended.ts';
import { type Served, serve } from './host.ts';

/** How often it is looked whether the requests have ended, ms. */
const often = 5;

/** The mended coordinator behind the server. */
const served = (tasks: TaskCoordinator): Served => ({
  run(spec: JobSpec): void {
    const task = tasks.submit(spec.id, (signal, emit) => runJob(spec, signal, { emit }));
    task.result.catch(() => undefined);
  },
  follow(send, end) {
    const stream = tasks.connect();
    const read = (): void =>
      stream.take((news, error) => {
        if (!news || error) return end();
        send(news);
        read();
      });
    read();
    return () => stream.close();
  },
});

/** Everything that a signal has to end, and in which order. */
export class StreamingServer {
  readonly server: Server;
  readonly #tasks = new TaskCoordinator();
  /** Open connections, with the requests that are under way on each. */
  readonly #busy = new Map<Socket, number>();
  #streams = 0;
  #told = false;
  #draining = false;

  constructor() {
    this.server = serve(served(this.#tasks), (request, response) => {
      const isStream = request.url === '/sse';
      this.#count(request.socket, isStream, 1);
      response.on('close', () => this.#count(request.socket, isStream, -1));
      // When it is sent: a request may have come before the signal and be answered after it.
      const write = response.writeHead.bind(response);
      response.writeHead = ((...args: Parameters<typeof write>) => {
        if (this.#draining) response.setHeader('connection', 'close');
        return write(...args);
      }) as typeof response.writeHead;
      if (request.url === '/ready') response.writeHead(this.#told ? 503 : 200).end();
    });
    this.server.on('connection', (socket) => {
      this.#busy.set(socket, 0);
      socket.on('close', () => this.#busy.delete(socket));
    });
  }

  #count(socket: Socket, isStream: boolean, change: number): void {
    if (isStream) this.#streams += change;
    if (this.#busy.has(socket)) this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + change);
  }

  /** Requests under way, but for the streams: those end with the tasks. */
  get #requests(): number {
    return [...this.#busy.values()].reduce((sum, count) => sum + count, 0) - this.#streams;
  }

  /**
   * Is unready for `prestop` ms and still answers; then takes no more connections and no more tasks, ends idle
   * connections, and waits for tasks and requests. The last event of each task has then been sent to every stream.
   * True: all of them have ended by themselves.
   */
  async shutdown(prestop: number, grace: number, force: number): Promise<boolean> {
    this.#told = true;
    await pause(prestop);
    this.#draining = true;
    this.server.close();
    for (const [socket, requests] of this.#busy) if (requests === 0) socket.destroy();
    const limit = performance.now() + grace + force;
    const { unfinished } = await this.#tasks.shutdown(grace, force);
    while (this.#requests > 0 && performance.now() < limit) await pause(often);
    // What was written last is on its way.
    await pause(often);
    return unfinished.length === 0 && this.#requests <= 0;
  }

  /** A second signal means it. */
  get told(): boolean {
    return this.#told;
  }
}
