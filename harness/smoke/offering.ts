import type { Capability } from '../adapter/capability.ts';
import type { Json } from '../adapter/wish.ts';
import type { SmokeReport } from '../host/frames.ts';

/** What a smoke run has gathered so far: capabilities with their evidence, and observed choices of the dialect. */
export class Offering {
  readonly #offer = new Map<Capability, string>();
  readonly #without = new Map<Capability, string>();
  readonly #observed = new Map<string, Json>();
  readonly #shutdown = new Map<string, 'mode' | 'idle' | 'flush'>();
  foreign: string | undefined;

  give(capability: Capability, evidence: string): void {
    if (!this.#offer.has(capability)) this.#offer.set(capability, evidence);
  }

  giveIf(has: unknown, capability: Capability, evidence: string): void {
    if (has) this.give(capability, evidence);
  }

  has(capability: Capability): boolean {
    return this.#offer.has(capability);
  }

  /** It is there, was tried, and nothing was seen to change. */
  withoutEffect(capability: Capability, evidence: string): void {
    this.#without.set(capability, evidence);
  }

  /** Never a deviation: a broken target must not choose its own excuse. */
  observe(option: string, value: Json): void {
    this.#observed.set(option, value);
  }

  shutdown(member: string, kind: 'mode' | 'idle' | 'flush'): void {
    this.#shutdown.set(member, kind);
  }

  get report(): SmokeReport {
    return {
      offer: Object.fromEntries(sorted(this.#offer)),
      withoutEffect: Object.fromEntries(sorted(this.#without).filter(([name]) => !this.#offer.has(name))),
      observed: Object.fromEntries(sorted(this.#observed)),
      shutdown: Object.fromEntries(sorted(this.#shutdown)),
      ...(this.foreign === undefined ? {} : { foreign: this.foreign }),
    };
  }
}

const sorted = <K extends string, V>(map: ReadonlyMap<K, V>): readonly (readonly [K, V])[] =>
  [...map].sort(([one], [other]) => (one < other ? -1 : 1));
