import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine } from './command-line.ts';
import { type Death, type Ended, deathOf, stuckIn } from './death.ts';
import { sweepWires } from '../program/wires.ts';
import type { Address, Command, Frame } from './frames.ts';
import { hangStack } from './hang-stack.ts';
import { Output } from './output.ts';

/** A search that gets on has so many budgets: its length is a count, and a slow machine must not cut it off. */
const mostBudgets = 12;

export interface HostOptions {
  /** Decides only how the host is started; it is loaded by a command. */
  readonly target: Address;
  /** Size of the heap at which it is out of memory, in MB. */
  readonly heapMb: number;
  /** What a host gets beyond its budget before it is asked, and again before it is killed, in ms. */
  readonly grace: number;
  /** Address of the host's main module, where it is not the kit's own. */
  readonly entry?: string;
  readonly onFrame: (frame: Frame) => void;
}

/** What came of a command: the frame that answers it, or the end of the host. */
export type Answer =
  | (Frame & { readonly is: 'ready' | 'offer' | 'outcome' | 'trouble' })
  | { readonly is: 'dead'; readonly death: Death };

interface InFlight {
  readonly budget: number;
  readonly settle: (answer: Answer) => void;
  /** When schedules were last reported, on the wall clock. */
  advanced: number | undefined;
}

/** One host, seen from the supervisor: a process in a group of its own that does one thing at a time. */
export class HostProcess {
  readonly #options: HostOptions;
  readonly #child: ChildProcess;
  readonly #output: readonly [stdout: Output, stderr: Output];
  readonly #gone: Promise<void>;
  #exit: Ended['exit'];
  #inFlight: InFlight | undefined;
  #buffer = '';
  #death: Death | undefined;
  /** Its id may belong to somebody else by now. */
  #buried = false;

  constructor(options: HostOptions) {
    this.#options = options;
    const { args, env } = commandLine(options.target, options.heapMb, options.entry);
    const stdio = ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'] as const;
    this.#child = spawn(process.execPath, args, { stdio: [...stdio], detached: true, env });
    this.#output = [new Output(this.#pipe<Readable>(1)), new Output(this.#pipe<Readable>(2))];
    this.#pipe<Readable>(4)
      .setEncoding('utf8')
      .on('data', (chunk: string) => this.#read(chunk))
      .on('end', () => void this.#deaf());
    for (const index of [3, 4, 5]) this.#pipe(index).on('error', () => {});
    this.#gone = this.#whenGone();
  }

  /** No command can be sent to it any more. */
  get dead(): boolean {
    return this.#death !== undefined;
  }

  /** The last lines that the target wrote since the last command: those of stdout, then those of stderr. */
  get output(): readonly string[] {
    return this.#output.flatMap((stream) => stream.read());
  }

  /** Sends a command and waits for its answer, as long as the budget (ms) and the grace allow. Never rejects. */
  async exchange(command: Command, budget: number): Promise<Answer> {
    if (this.#death) return { is: 'dead', death: this.#death };
    for (const stream of this.#output) stream.clear();
    const ends = new AbortController();
    const answer = await new Promise<Answer>((settle) => {
      this.#inFlight = { budget, settle, advanced: undefined };
      this.#send(command);
      void this.#watch(budget, ends.signal);
    });
    ends.abort();
    this.#inFlight = undefined;
    // What the target wrote before it answered is in its pipes already; one turn of the event loop reads it.
    await new Promise(setImmediate);
    return answer;
  }

  /** Ends the host and everything that it started. */
  async kill(death: Death): Promise<void> {
    this.#end(death);
    await this.#gone;
  }

  async #watch(budget: number, signal: AbortSignal): Promise<void> {
    const { grace } = this.#options;
    try {
      await pause(grace, undefined, { signal });
      for (let round = 0; round < mostBudgets; round++) {
        if (round > 0 && !this.#isAdvancing(budget)) break;
        await pause(budget, undefined, { signal });
      }
      this.#send({ do: 'ask' });
      await pause(grace, undefined, { signal });
      const stack = await hangStack(this.#pipe<Duplex>(5));
      if (signal.aborted) return;
      const seen = `the event loop was not given back within ${budget} ms`;
      this.#end({ kind: 'blocked', seen, ...(stack === undefined ? {} : { stack }) });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Schedules were still being reported in the last half of the budget. */
  #isAdvancing(budget: number): boolean {
    const advanced = this.#inFlight?.advanced;
    return advanced !== undefined && performance.now() - advanced < budget / 2;
  }

  #read(chunk: string): void {
    const lines = (this.#buffer + chunk).split('\n');
    this.#buffer = lines.pop() ?? '';
    for (const line of lines) {
      const frame = frameOf(line);
      if (frame) this.#take(frame);
      else
        this.#end({ kind: 'corrupted', seen: `descriptor 4 carried something that is no frame: ${line.slice(0, 80)}` });
    }
  }

  #take(frame: Frame): void {
    if (this.#death) return;
    if (frame.is === 'exit') this.#exit = frame;
    else if (frame.is === 'stuck') {
      const flight = this.#inFlight;
      if (flight) this.#end(this.#stuck(frame, flight));
    } else if (frame.is === 'stray' || frame.is === 'progress') {
      if (frame.is === 'progress' && this.#inFlight) this.#inFlight.advanced = performance.now();
      this.#options.onFrame(frame);
    } else this.#inFlight?.settle(frame);
  }

  #stuck({ how, alive }: Frame & { readonly is: 'stuck' }, { budget }: InFlight): Death {
    const death = stuckIn(how, alive, budget);
    // Where time is real a loop sleeps between two rests, and gets on all the same.
    const advancing = how !== 'dry' && this.#isAdvancing(budget);
    return advancing ? { ...death, advancing } : death;
  }

  /** Frames have come to their end. If the process has not, somebody closed their descriptor. */
  async #deaf(): Promise<void> {
    await Promise.race([this.#gone, pause(200)]);
    this.#end({ kind: 'corrupted', seen: 'descriptor 4 was closed' });
  }

  /**
   * Waits for the exit, never for the pipes alone: something that the target started may keep them open. They get a
   * moment all the same, for last words.
   */
  #whenGone(): Promise<void> {
    return new Promise((resolve) => {
      const child = this.#child;
      const gone = (ended: Death): void => {
        this.#end(ended);
        this.#buried = true;
        for (const stream of child.stdio) stream?.destroy();
        if (child.pid !== undefined) sweepWires(child.pid);
        resolve();
      };
      child.once('error', (error) => gone({ kind: 'crash', seen: `it could not be started: ${error.message}` }));
      child.once('exit', (code, signal) => {
        const closed = new Promise((close) => child.once('close', close));
        void Promise.race([closed, pause(50)]).then(() => gone(this.#autopsy(code, signal)));
      });
    });
  }

  #autopsy(code: number | null, signal: NodeJS.Signals | null): Death {
    const [, stderr] = this.#output;
    const said = stderr.read().findLast((line) => /\w*(?:Error|Exception)\b/.test(line));
    const outOfMemory = stderr.says('heap out of memory');
    return deathOf({ code, signal, exit: this.#exit, outOfMemory, said }, this.#options.heapMb);
  }

  /** The first death is the one that counts. The group dies with its leader, also if that ended by itself. */
  #end(death: Death): void {
    if (!this.#death) {
      this.#death = death;
      this.#inFlight?.settle({ is: 'dead', death });
    }
    try {
      if (this.#child.pid !== undefined && !this.#buried) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // Nobody is left in the group.
    }
  }

  #send(command: Command): void {
    this.#pipe<Writable>(3).write(`${JSON.stringify(command)}\n`);
  }

  #pipe<T = Duplex>(index: number): T {
    return this.#child.stdio[index] as T;
  }
}

function frameOf(line: string): Frame | undefined {
  try {
    const frame = JSON.parse(line) as Frame | null;
    return typeof frame?.is === 'string' ? frame : undefined;
  } catch {
    return undefined;
  }
}
