import type { Policies, Policy } from '../adapter/policies.ts';
import type { Program } from '../adapter/program.ts';
import type { Json } from '../adapter/wish.ts';
import { QuiesceError } from '../errors.ts';
import { runProgram } from '../program/interpreter.ts';
import type { Bench } from './bench.ts';
import type { JobSetting } from './lab.ts';

/** What a policy is asked for, by its kind. */
export interface PolicySettings {
  readonly retry: {
    /** Calls in all. */
    readonly attempts: number;
    /** First delay, ms. */
    readonly delay: number;
    /** Longest delay, ms. */
    readonly cap?: number;
    /** Time for all attempts together, ms. */
    readonly timeout?: number;
    /** Text of the errors that are not to be tried again. */
    readonly permanent?: string;
  };
  readonly breaker: { readonly failures: number; readonly rest: number; readonly trials?: number };
  readonly fallback: { readonly value: Json };
  readonly rate: { readonly calls: number; readonly per: number };
}

export type PolicyKind = keyof PolicySettings;

/** A task that an attempt submits; it ends as the task's result does. */
export interface Submission {
  readonly submit: string;
  readonly program: Program;
  readonly setting?: JobSetting;
}

/** What each attempt does, counted from 1. A program is run under the name `<call>/<number>`. */
export type Attempt = (number: number) => Program | Submission;

/**
 * Policies around a call: each is built once and called many times. Calls return at once and never throw; the history
 * has `policy.call` and its answer, `policy.attempt` for each time the call itself was made and how that ended, and
 * `policy.value`, `policy.used`, `policy.permanent` for what a policy asked or told.
 */
export interface PolicyLab {
  build<Kind extends PolicyKind>(policy: string, kind: Kind, setting: PolicySettings[Kind]): void;
  call(policy: string, call: string, attempt: Attempt, setting?: { readonly signal?: string }): void;
}

/** Builds and calls the policies of one run. */
export class CalledPolicies implements PolicyLab {
  readonly #built = new Map<string, { readonly kind: PolicyKind; readonly it: Policy }>();
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  build<Kind extends PolicyKind>(policy: string, kind: Kind, setting: PolicySettings[Kind]): void {
    const { current, recorder, target } = this.#bench;
    const it = current.policies && this.#make(current.policies, policy, kind, setting);
    if (typeof it !== 'function') throw lacking(target.name, kind);
    this.#built.set(policy, { kind, it });
    recorder.record('info', 'policy.build', undefined, policy, { kind, ...setting });
  }

  call(policy: string, call: string, attempt: Attempt, setting: { readonly signal?: string } = {}): void {
    let number = 0;
    this.#call(policy, call, setting.signal, (signal, told) => {
      number += 1;
      return this.#attempt(policy, call, number, told, () =>
        this.#perform(`${call}/${number}`, attempt(number), signal),
      );
    });
  }

  /** Calls it for a body, which waits for the answer; what the policy runs is a part of that body. */
  callFrom(policy: string, task: string, part: (signal: AbortSignal | null | undefined) => Promise<Json>): unknown {
    let number = 0;
    return this.#call(policy, task, undefined, (signal, told) => {
      number += 1;
      return this.#attempt(policy, task, number, told, () => part(signal));
    });
  }

  #call(policy: string, call: string, name: string | undefined, run: Parameters<Policy>[0]): unknown {
    const built = this.#built.get(policy);
    if (!built)
      throw new QuiesceError(
        'suite',
        'SUITE_POLICY_UNKNOWN',
        `A workload named a policy "${policy}" before it built it.`,
      );
    const { reads, tasks } = this.#bench;
    const signal = tasks.controller(name ?? `signal of ${call}`).signal;
    let answer: unknown;
    this.#bench.call('policy.call', call, policy, name, () => {
      answer = built.it(run, reads.wish(built.kind, { signal }));
      return answer;
    });
    return answer;
  }

  /** Notes that the library makes the call, and how that ended. */
  #attempt(
    policy: string,
    call: string,
    number: number,
    told: number | undefined,
    run: () => Promise<Json>,
  ): Promise<Json> {
    const { recorder } = this.#bench;
    const begun = recorder.record('saw', 'policy.attempt', call, policy, { number, told });
    const ended = (kind: 'ok' | 'fail') => (value: unknown) =>
      void recorder.record(kind, 'policy.attempt', call, policy, value, begun.seq);
    const running = run();
    running.then(ended('ok'), ended('fail'));
    return running;
  }

  #perform(name: string, what: Program | Submission, signal: AbortSignal | null | undefined): Promise<Json> {
    const { programs, reads, tasks } = this.#bench;
    if (!('submit' in what)) return runProgram(name, what, programs, signal, { reads });
    this.#bench.submit(what.submit, what.program, what.setting);
    return new Promise((resolve, reject) => {
      tasks.withHandle(
        what.submit,
        ({ handle }) => void handle?.result.then((value) => resolve(value as Json), reject),
      );
    });
  }

  #make(policies: Policies, name: string, kind: PolicyKind, setting: PolicySettings[PolicyKind]): Policy | undefined {
    const { reads, recorder } = this.#bench;
    const saw = (what: `policy.${string}`, value?: unknown) =>
      void recorder.record('saw', what, undefined, name, value);
    switch (kind) {
      case 'retry': {
        const { permanent, attempts, delay, cap, timeout } = setting as PolicySettings['retry'];
        const isPermanent = (error: unknown): boolean => {
          const answer = permanent !== undefined && (error as Error | undefined)?.message === permanent;
          saw('policy.permanent', answer);
          return answer;
        };
        return policies.retry?.(reads.wish('retry', { attempts, delay, cap, timeout, permanent: isPermanent }));
      }
      case 'breaker': {
        const { failures, rest, trials } = setting as PolicySettings['breaker'];
        return policies.breaker?.(reads.wish('breaker', { failures, rest, trials }));
      }
      case 'fallback': {
        const { value } = setting as PolicySettings['fallback'];
        const give = (): Json => {
          saw('policy.value', value);
          return value;
        };
        return policies.fallback?.({ value: give, used: () => saw('policy.used') });
      }
      case 'rate':
        return policies.rate?.(setting as PolicySettings['rate']);
    }
  }
}

const lacking = (target: string, kind: PolicyKind): QuiesceError =>
  new QuiesceError(
    'suite',
    'SUITE_POLICY_ABSENT',
    `A workload builds a policy "${kind}", and "${target}" has none.`,
    `Let the case need the capability \`${kind}\`.`,
  );
