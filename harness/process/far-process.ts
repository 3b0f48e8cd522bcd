import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { QuiesceError } from '../errors.ts';
import { describe } from '../describe.ts';
import { Output } from '../host/output.ts';
import { real } from '../time/door.ts';

/** Longest line of the protocol, in characters. */
export const longestLine = 8 * 1024 * 1024;
/** How long the pipes of a process that has ended are read on, ms: something that it started may keep them open. */
const lastWords = 50;

export interface FarListeners {
  /** One line of its stdout. */
  onLine(line: string): void;
  /** It said something that is no line of the protocol, or has ended. Told once, and nothing after it. */
  onFault(fault: QuiesceError): void;
}

/** How a far process is started. */
export interface FarCommand {
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The process at the far end of a wire. It stays in the group of this process: if the one that started us has to kill
 * us, it goes too.
 */
export class FarProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #listeners: FarListeners;
  readonly #errors: Output;
  #rest = '';
  #over = false;

  constructor({ command: [program, ...args], env }: FarCommand, listeners: FarListeners) {
    this.#listeners = listeners;
    const { NODE_OPTIONS: _options, ...own } = process.env;
    this.#child = spawn(program, args, { stdio: 'pipe', env: { ...own, ...env } });
    this.#errors = new Output(this.#child.stderr);
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => this.#read(chunk));
    // What cannot be written shows in the end of the process.
    this.#child.stdin.on('error', () => {});
    this.#child.once('error', (error) => this.#fault(unstarted(program, error)));
    this.#child.once('exit', (code, signal) => {
      const over = (): void => this.#fault(this.#ended(code, signal));
      this.#child.once('close', over);
      real.setTimeout(over, lastWords);
    });
  }

  /** What it wrote to stderr last, for messages. */
  get said(): string {
    const lines = this.#errors.read().slice(-5);
    return lines.length === 0 ? 'It wrote nothing to stderr.' : `Its stderr ends with: ${lines.join(' ⏎ ')}`;
  }

  /** Whether this process waits for it, as long as it lives: nobody waits for one that has not been asked for anything. */
  keep(alive: boolean): void {
    const how = alive ? 'ref' : 'unref';
    this.#child[how]();
    for (const stream of this.#child.stdio) (stream as Partial<Socket> | null)?.[how]?.();
  }

  send(line: string): void {
    if (!this.#over) this.#child.stdin.write(`${line}\n`);
  }

  /** Ends it without a word. Nothing is told any more. */
  kill(): void {
    this.#over = true;
    this.#rest = '';
    this.#child.kill('SIGKILL');
    for (const stream of this.#child.stdio) stream?.destroy();
  }

  /** Closes its stdin, and tells how it ended; undefined: it has not, within so many ms, and was killed. */
  hangUp(ms: number): Promise<string | undefined> {
    this.#over = true;
    const child = this.#child;
    return new Promise((resolve) => {
      const timer = real.setTimeout(() => {
        this.kill();
        resolve(undefined);
      }, ms);
      child.once('exit', (code, signal) => {
        real.clearTimeout(timer);
        resolve(signal === null ? `with code ${code}` : `by ${signal}`);
      });
      child.stdin.end();
    });
  }

  #read(chunk: string): void {
    if (this.#over) return;
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (!this.#over && line.trim() !== '') this.#listeners.onLine(line);
    if (this.#rest.length > longestLine) this.#fault(tooLong(this.#rest));
  }

  #fault(fault: QuiesceError): void {
    if (this.#over) return;
    this.kill();
    this.#listeners.onFault(fault);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): QuiesceError {
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    const half = this.#rest === '' ? '' : ` Its last line was not finished: ${describe(this.#rest)}`;
    return new QuiesceError(
      'adapter',
      'WIRE_ENDED',
      `The process was expected to live until the kit ends it; it ended ${how}.${half}`,
      this.said,
    );
  }
}

const unstarted = (program: string, error: Error): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_NOT_STARTED',
    `The command "${program}" could not be started: ${error.message}`,
    'It is run without a shell: name a program, and give its arguments one by one.',
  );

const tooLong = (line: string): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_LINE_TOO_LONG',
    `Expected lines of at most ${longestLine} characters; one has ${line.length} and no end. It begins with: ${describe(line.slice(0, 80))}`,
    'One message is one line, and ends with a line feed.',
  );
