import type { Requirement } from '../harness/suite.ts';

/** What the suites know beyond the run: what each rule means, how it is mended, and which fault breaks which rules. */
export interface Knowledge {
  readonly requirements: readonly Requirement[];
  /** By requirement, or by `capability/<name>`. */
  readonly fixes: Readonly<Record<string, Fix>>;
  readonly faults: readonly FaultRow[];
  /** What may be declared without a deviation, by dialect option. */
  readonly choices: Readonly<Record<string, { readonly standard: string; readonly all: readonly string[] }>>;
}

/** How a broken rule is usually mended. */
export interface Fix {
  readonly title: string;
  readonly effort?: 'minutes' | 'hours' | 'days';
  /** Code to adapt. */
  readonly sketch: string;
  /** What goes wrong when it is mended carelessly. */
  readonly note?: string;
}

/** A row of the fault dictionary: one planted fault, and the requirements that were seen to fail with it. */
export interface FaultRow {
  readonly id: string;
  /** What is wrong, in a sentence. */
  readonly fault: string;
  /** The requirement that it is planted for. */
  readonly own: string;
  readonly trips: readonly string[];
  /** The cases of its own requirement that were seen to fail with it; left out: not known. */
  readonly cases?: readonly string[];
  /** What those cases expected and did not find, in their words; left out: not known. */
  readonly claims?: readonly string[];
  /** The dialect in which it is a fault. */
  readonly dialect?: Readonly<Record<string, string>>;
}
