import { getEventListeners } from 'node:events';
import type { Program } from '../adapter/program.ts';
import type { Token, WavesResult } from '../adapter/tokens.ts';
import { QuiesceError } from '../errors.ts';
import type { Bench } from './bench.ts';
import { collectGarbage } from './garbage.ts';
import { isThenable, observe } from './observe.ts';

/** What a case asks of a run of waves; left out: nothing, and the library's default. */
export interface RunSetting {
  /** Name of the token that cancels it. */
  readonly token?: string;
  /** Time limit of the run in ms. */
  readonly timeout?: number;
  readonly failure?: 'stop' | 'go-on';
}

/** What a token shows at one moment; what it does not have is left out. */
export interface TokenLook {
  readonly cancelled: boolean;
  /** What its signal says. */
  readonly aborted?: boolean;
  readonly reason?: unknown;
}

/** What item m of wave n does. Its task is `<run>/n.m`. */
export type Item = (wave: number, item: number) => Program;

/**
 * Tokens, and runs of waves. Calls return at once and never throw; what comes of them is in the history, under the name
 * of the token as `token.<operation>`, and under that of the run as `waves.run`. The tokens themselves are not: the kit
 * must be able to let go of them.
 */
export interface TokenLab {
  /** Makes a token, a child if there is a parent. */
  make(token: string, parent?: string): void;
  /** Makes a token that any of several parents cancels. */
  link(token: string, ...parents: readonly string[]): void;
  cancel(token: string, ...reason: readonly [unknown?]): void;
  /** True if the token has a member of that name. */
  has(token: string, member: 'cancel' | 'check' | 'reset' | 'onCancel' | 'signal'): boolean;
  /** Writes down what each shows, as `token.read`. */
  read(...tokens: readonly string[]): void;
  check(token: string): void;
  reset(token: string): void;
  /** Registers a callback, which writes `token.callback` under its own name; and then throws what is to be thrown, or does what is to be done. */
  listen(token: string, callback: string, then?: Error | (() => void)): void;
  unlisten(callback: string): void;
  /** Lets go of a token; all that is left of it is what the library keeps. */
  drop(token: string): void;
  /** Writes down, as `token.kept`, how many callbacks are registered on its signal, and how many of all dropped tokens are still in memory. */
  count(token: string): void;
  /** Runs waves of so many items, one wave after another. */
  run(run: string, sizes: readonly number[], item: Item, setting?: RunSetting): void;
  /** Writes down once more what the answer of a run says, as `waves.says`. */
  reread(run: string): void;
}

/** Makes the tokens of one run of a workload, and has waves run. */
export class Tokens implements TokenLab {
  readonly #tokens = new Map<string, Token>();
  readonly #dropped: WeakRef<Token>[] = [];
  readonly #undo = new Map<string, () => unknown>();
  /** The token of the run that an item belongs to. */
  readonly #of = new Map<string, string>();
  readonly #answers = new Map<string, unknown>();
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  make(token: string, parent?: string): void {
    const { current } = this.#bench;
    this.#made(token, () => current.token?.(parent === undefined ? undefined : this.named(parent)));
  }

  link(token: string, ...parents: readonly string[]): void {
    const { current } = this.#bench;
    this.#made(token, () => current.link?.(parents.map((parent) => this.named(parent))));
  }

  cancel(token: string, ...reason: readonly [unknown?]): void {
    if (reason.length > 0) this.#bench.reasons.add(reason[0]);
    this.#call('cancel', token, reason[0], (it) => it.cancel?.(...reason));
  }

  has(token: string, member: 'cancel' | 'check' | 'reset' | 'onCancel' | 'signal'): boolean {
    return this.#tokens.get(token)?.[member] !== undefined;
  }

  read(...tokens: readonly string[]): void {
    for (const token of tokens) {
      const it = this.named(token);
      const look: TokenLook = {
        cancelled: it.cancelled,
        ...(it.signal ? { aborted: it.signal.aborted } : {}),
        ...('reason' in it ? { reason: it.reason } : {}),
      };
      this.#bench.recorder.record('saw', 'token.read', undefined, token, look);
    }
  }

  check(token: string): void {
    this.#call('check', token, undefined, (it) => it.check?.());
  }

  reset(token: string): void {
    this.#call('reset', token, undefined, (it) => it.reset?.());
  }

  listen(token: string, callback: string, then?: Error | (() => void)): void {
    const { recorder } = this.#bench;
    const { onCancel, signal } = this.named(token);
    const called = (reason: unknown): void => {
      recorder.record('saw', 'token.callback', undefined, callback, reason);
      if (typeof then === 'function') then();
      else if (then) throw then;
    };
    this.#call('listen', token, callback, (it) => {
      if (onCancel) return void this.#undo.set(callback, it.onCancel?.(called) as () => unknown);
      const abort = (): void => called(signal?.reason);
      signal?.addEventListener('abort', abort);
      this.#undo.set(callback, () => signal?.removeEventListener('abort', abort));
    });
  }

  unlisten(callback: string): void {
    this.#undo.get(callback)?.();
    this.#undo.delete(callback);
  }

  drop(token: string): void {
    const it = this.#tokens.get(token);
    if (it) this.#dropped.push(new WeakRef(it));
    this.#tokens.delete(token);
  }

  count(token: string): void {
    const { signal } = this.named(token);
    collectGarbage();
    const registered = signal && getEventListeners(signal, 'abort').length;
    const alive = this.#dropped.filter((dropped) => dropped.deref() !== undefined).length;
    this.#bench.recorder.record('saw', 'token.kept', undefined, token, { registered, alive });
  }

  run(run: string, sizes: readonly number[], item: Item, setting: RunSetting = {}): void {
    const { recorder, reads, current } = this.#bench;
    const waves = sizes.map((size, wave) =>
      Array.from({ length: size }, (_, at) => this.#job(run, wave + 1, at + 1, item, setting)),
    );
    const { token, timeout, failure } = setting;
    const wish = reads.wish('waves', { token: token === undefined ? undefined : this.named(token), timeout, failure });
    const asked = recorder.record('invoke', 'waves.run', run, token, { sizes, ...setting });
    const answered = (value: unknown): void => {
      if (!isResult(value)) return this.#bench.fault(malformed(value));
      this.#answers.set(run, value);
      recorder.record('ok', 'waves.run', run, token, value, asked.seq);
      this.reread(run);
    };
    const failed = (error: unknown): void => void recorder.record('fail', 'waves.run', run, token, error, asked.seq);
    try {
      const answer: unknown = current.waves?.(waves, wish);
      if (isThenable(answer)) observe(answer, answered, failed);
      else failed(new Error('`waves` returned no promise'));
    } catch (error) {
      failed(error);
    }
  }

  reread(run: string): void {
    if (!this.#answers.has(run)) return;
    const text = JSON.stringify(this.#answers.get(run), (_, value: unknown) =>
      value instanceof Error ? String(value) : value,
    );
    this.#bench.recorder.record('saw', 'waves.says', run, undefined, text);
  }

  /** From inside an item: cancels the token of its run. */
  stop(task: string, reason: readonly [unknown?]): void {
    const token = this.#of.get(task);
    if (token !== undefined) this.cancel(token, ...reason);
  }

  /** The library's own token of that name. */
  named(token: string): Token {
    const found = this.#tokens.get(token);
    if (found) return found;
    throw new QuiesceError(
      'suite',
      'SUITE_TOKEN_UNKNOWN',
      `A workload named a token "${token}" that has not been made.`,
    );
  }

  #job(run: string, wave: number, item: number, program: Item, { token }: RunSetting) {
    const name = `${run}/${wave}.${item}`;
    if (token !== undefined) this.#of.set(name, token);
    let controller: AbortController | undefined;
    return this.#bench.programs.job(name, program(wave, item), () => (controller ??= new AbortController()), {});
  }

  #made(token: string, make: () => Token | undefined): void {
    const { recorder } = this.#bench;
    const asked = recorder.record('invoke', 'token.make', undefined, token);
    try {
      const made = make();
      if (made === null || typeof made !== 'object') throw malformedToken(made);
      this.#tokens.set(token, made);
      recorder.record('ok', 'token.make', undefined, token, undefined, asked.seq);
    } catch (error) {
      recorder.record('fail', 'token.make', undefined, token, error, asked.seq);
    }
  }

  #call(operation: string, token: string, given: unknown, act: (it: Token) => unknown): void {
    const it = this.named(token);
    this.#bench.call(`token.${operation}`, undefined, token, given, () => act(it));
  }
}

const isResult = (value: unknown): value is WavesResult =>
  value !== null && typeof value === 'object' && Array.isArray((value as Partial<WavesResult>).results);

const malformed = (value: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_WAVES_MALFORMED',
    `\`waves\` of the adapter settled with ${value === null ? 'null' : typeof value} that has no list of \`results\`.`,
    'Hand the answer of the library over in one shape: `{ ending, last, results }`.',
  );

const malformedToken = (value: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_TOKEN_MALFORMED',
    `\`token\` or \`link\` of the adapter returned ${value === null ? 'null' : typeof value}, not a token.`,
    'Return `{ cancelled }`, with what else the token of the library has.',
  );
