import { readFileSync } from 'node:fs';
import type { Json } from '../adapter/wish.ts';

/** One question where several behaviours are legitimate. */
export interface DialectOption {
  readonly question: string;
  readonly values: readonly {
    readonly value: string;
    readonly note?: string;
    readonly default?: true;
    /** May be declared so that the rest can run; reported, never a pass. */
    readonly deviation?: true;
  }[];
  readonly sources: readonly { readonly title: string; readonly url?: string }[];
  readonly usedBy: readonly string[];
}

/** Where a declared choice comes from: the reviewed file, the adapter, what was observed, or the default. */
export type Origin = 'file' | 'adapter' | 'observed' | 'default';

/** A choice made: a word, or `{ value, …parameters }` where it needs numbers. */
export type Choice = Json;

let options: Readonly<Record<string, DialectOption>> | undefined;

/** All options, by name. */
export function dialectOptions(): Readonly<Record<string, DialectOption>> {
  options ??= JSON.parse(readFileSync(new URL('options.json', import.meta.url), 'utf8')) as Record<
    string,
    DialectOption
  >;
  return options;
}

type Layer = readonly [Origin, Readonly<Record<string, Choice>>];

/** The choices of one target. What nobody declared or observed has its default. */
export class Dialect {
  readonly #layers: readonly Layer[];
  readonly #words = new Map<string, string>();
  /** The shutdown mode that it is read for, if it is read for one. */
  readonly shutdownMode: string | undefined;

  constructor(layers: readonly Layer[], shutdownMode?: string) {
    this.#layers = layers;
    this.shutdownMode = shutdownMode;
  }

  /** The same choices, read for one shutdown mode: what that mode has of its own goes before what holds for all. */
  forShutdown(mode: string | undefined): Dialect {
    return mode === undefined ? this : new Dialect(this.#layers, mode);
  }

  /** The word chosen for an option; for `shutdown.queued` of a mode, the plain name holds where the mode has none. */
  value(name: string, mode = this.shutdownMode): string {
    if (mode !== this.shutdownMode) return wordOf(this.choice(name, mode));
    // Asked of every history that is explored, many times.
    let word = this.#words.get(name);
    if (word === undefined) this.#words.set(name, (word = wordOf(this.choice(name, mode))));
    return word;
  }

  /** True if the option has one of these values. */
  is(name: string, ...values: readonly string[]): boolean {
    return values.includes(this.value(name));
  }

  /** The choice with its parameters. */
  choice(name: string, mode = this.shutdownMode): Choice {
    return this.#find(name, mode)?.[1] ?? standardOf(dialectOptions()[name]);
  }

  /** A number or text that belongs to the choice, for instance the count of `client.buffer`. */
  parameter(name: string, key: string): Json | undefined {
    const choice = this.choice(name);
    return choice !== null && typeof choice === 'object' && !Array.isArray(choice)
      ? (choice as Record<string, Json>)[key]
      : undefined;
  }

  origin(name: string): Origin {
    return this.#find(name)?.[0] ?? 'default';
  }

  /** Everything that was chosen by anyone, the strongest layer winning. */
  entries(): readonly (readonly [string, Choice, Origin])[] {
    const names = new Set(this.#layers.flatMap(([, choices]) => Object.keys(choices)));
    return [...names].sort().map((name) => [name, this.choice(name), this.origin(name)] as const);
  }

  #find(name: string, mode?: string): readonly [Origin, Choice] | undefined {
    const dot = name.indexOf('.');
    const perMode = mode === undefined ? undefined : `${name.slice(0, dot)}.${mode}${name.slice(dot)}`;
    // Layer by layer: what was observed of a mode does not beat what was declared of all of them.
    for (const [origin, choices] of this.#layers) {
      const choice = (perMode === undefined ? undefined : choices[perMode]) ?? choices[name];
      if (choice !== undefined) return [origin, choice];
    }
    return undefined;
  }
}

const wordOf = (choice: Choice): string => {
  if (typeof choice === 'string') return choice;
  if (choice === null || typeof choice !== 'object' || !('value' in choice)) return 'map';
  const { value } = choice as { value: Json };
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The word that holds where nobody chooses one; empty for what is no option. */
export const standardOf = (option: DialectOption | undefined): string =>
  (option?.values.find((value) => value.default) ?? option?.values[0])?.value ?? '';
