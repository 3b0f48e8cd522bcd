import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import type { ProcessTarget } from '../adapter/process.ts';
import { QuiesceError } from '../errors.ts';
import { Output } from '../host/output.ts';
import { real } from '../time/door.ts';
import { guardGroup } from './guard.ts';

/** How long a server may take until it listens, ms. */
const slowest = 10_000;
/** How long the pipes are read on once it has ended, ms. */
const lastWords = 50;

/** What a server is asked for in its environment, ms. */
export interface ServerWish {
  readonly grace: number;
  readonly force: number;
  /** How long it goes on answering once it was told to end, so that a balancer can learn of it. */
  readonly prestop?: number;
}

/** How it ended. One of them is null. */
export interface ServerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server of the target's, in a process group of its own, with nothing between it and its signals. */
export class ServerProcess {
  /** Where it listens. */
  readonly port: number;
  /** Settles when it has ended, for whatever reason; never rejects. */
  readonly ended: Promise<ServerEnd>;
  readonly #child: ChildProcess;
  readonly #outputs: readonly Output[];
  readonly #callOff: (() => void) | undefined;
  #end: ServerEnd | undefined;

  private constructor(
    child: ChildProcess,
    outputs: readonly Output[],
    ended: Promise<ServerEnd>,
    port: number,
    callOff: (() => void) | undefined,
  ) {
    this.#child = child;
    this.#outputs = outputs;
    this.#callOff = callOff;
    this.port = port;
    this.ended = ended;
    void ended.then((end) => (this.#end = end));
  }

  /** Starts one and waits until it listens. `wire`: where its bodies find the kit. Throws if it never does. */
  static async start(target: ProcessTarget, wish: ServerWish, wire?: string): Promise<ServerProcess> {
    const [program, ...args] = target.command;
    const env = { ...environment(wish, wire), ...target.env };
    // Each pipe is a handle of this process alone: the server is not kept alive by us, nor we by it.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
    const [stdout, stderr] = [child.stdout, child.stderr];
    const outputs = [new Output(stdout), new Output(stderr)];
    const ended = endOf(child);
    const callOff = child.pid === undefined ? undefined : guardGroup(child.pid);
    const gone = ended.then((end) => {
      throw endedEarly(end, outputs);
    });
    try {
      const port = await Promise.race([portOf(target, stdout), gone, late(target, outputs)]);
      gone.catch(() => undefined);
      return new ServerProcess(child, outputs, ended, port, callOff);
    } catch (error) {
      killGroup(child);
      callOff?.();
      throw error;
    }
  }

  /** How it ended; undefined while it lives. */
  get end(): ServerEnd | undefined {
    return this.#end;
  }

  /** It has not ended yet. Known a moment earlier than how it ended. */
  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Its last lines: those of stdout, then those of stderr. */
  get output(): readonly string[] {
    return this.#outputs.flatMap((output) => output.read());
  }

  /** Sends a signal to the process itself. False: it has ended. */
  signal(name: NodeJS.Signals): boolean {
    return this.#end === undefined && this.#child.kill(name);
  }

  /** Ends it and everything that it has started. */
  kill(): void {
    killGroup(this.#child);
    this.#callOff?.();
  }
}

function environment({ grace, force, prestop = 0 }: ServerWish, wire: string | undefined): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...own } = process.env;
  return {
    ...own,
    QUIESCE_GRACE_MS: String(grace),
    QUIESCE_FORCE_MS: String(force),
    QUIESCE_PRESTOP_MS: String(prestop),
    ...(wire === undefined ? {} : { QUIESCE_WIRE: wire }),
  };
}

/** What it started may keep its pipes open: its own end counts, and a moment for last words. */
function endOf(child: ChildProcess): Promise<ServerEnd> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => {
      const done = (): void => resolve({ code, signal });
      child.once('close', done);
      real.setTimeout(done, lastWords);
    });
  });
}

function portOf({ ready }: ProcessTarget, stdout: Readable): Promise<number> {
  if (ready instanceof RegExp) return portIn(stdout, ready);
  return answering(Number(ready?.port));
}

/** The port in the first line that has one. */
function portIn(stdout: Readable, ready: RegExp): Promise<number> {
  return new Promise((resolve) => {
    let said = '';
    stdout.on('data', (chunk: string) => {
      said += chunk;
      const port = Number(
        said
          .split('\n')
          .map((line) => ready.exec(line)?.[1])
          .find(Boolean),
      );
      if (port > 0) resolve(port);
    });
  });
}

/** Tries the port until somebody accepts. */
async function answering(port: number): Promise<number> {
  for (;;) {
    const accepted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (accepted) return port;
    await new Promise((go) => void real.setTimeout(go, 10));
  }
}

async function late(target: ProcessTarget, outputs: readonly Output[]): Promise<never> {
  await new Promise((go) => void real.setTimeout(go, slowest).unref());
  const { ready } = target;
  const awaited =
    ready instanceof RegExp ? `a line on stdout that fits ${String(ready)}` : `port ${ready?.port} to answer`;
  throw new QuiesceError(
    'adapter',
    'SERVER_NOT_READY',
    `Expected ${awaited} within ${slowest} ms; ${saidBy(outputs)}.`,
    'The first group of `ready` is the port; it is looked for in each line of stdout.',
  );
}

const endedEarly = ({ code, signal }: ServerEnd, outputs: readonly Output[]): QuiesceError =>
  new QuiesceError(
    'adapter',
    'SERVER_ENDED',
    `The server was expected to listen; it ended ${signal === null ? `with code ${code}` : `by ${signal}`}, and ${saidBy(outputs)}.`,
    'Try the command by hand. It is run without a shell.',
  );

function saidBy(outputs: readonly Output[]): string {
  const lines = outputs.flatMap((output) => output.read()).slice(-5);
  return lines.length === 0 ? 'it said nothing' : `the last that it said is: ${lines.join(' ⏎ ')}`;
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}
