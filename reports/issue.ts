import type { Finding, Level, Line, Place, Severity } from '../harness/outcome.ts';
import type { Source } from '../harness/suite.ts';
import type { Fix } from './knowledge.ts';

/** Findings with one root cause. */
export interface Issue {
  /** The rule at its root: a requirement, `capability/<name>`, `invariant/<name>` or `host/<kind>`. One issue a rule. */
  readonly id: string;
  /** Stays the same over edits of the coordinator: hash of rule, operation, file and function. */
  readonly fingerprint: string;
  readonly kind: 'requirement' | 'capability' | 'invariant' | 'host';
  readonly title: string;
  /** The highest severity among what it explains; SHOULD is at most an improvement. */
  readonly tier: Severity;
  readonly level: Level;
  /** The clause, and where it comes from. */
  readonly clause?: string;
  readonly sources: readonly Source[];
  /** What goes wrong in production. */
  readonly why: string;
  readonly where?: Place;
  readonly expected: string;
  readonly observed: string;
  readonly hint?: string;
  /** The shortest history that shows it. */
  readonly shown?: Shown;
  /** Suspected causes: the planted faults that break exactly this. Empty where there is nothing better than a guess. */
  readonly likely: readonly string[];
  /** Dialect choices that nobody made and without which nothing of it would have been asked. */
  readonly assumed: readonly Assumed[];
  /** Other rules that fail with it and are expected to be whole again once it is mended. */
  readonly consequences: readonly Consequence[];
  /** Cases that could not be judged because of it. */
  readonly blocked: readonly string[];
  readonly fix?: Fix;
  /** A command to paste. */
  readonly reproduce: string;
  /** Every case in which it was seen, its consequences' included. */
  readonly cases: readonly string[];
}

export interface Shown {
  readonly case: string;
  readonly schedule?: string;
  /** How far the schedule may change and still show it. */
  readonly window?: string;
  readonly finding: Finding;
  readonly history: readonly Line[];
  /** Interleavings tried, where it was searched for. */
  readonly schedules?: number;
}

/** The default of an option that the target was held to, and what else would have been legitimate. */
export interface Assumed {
  readonly option: string;
  readonly choice: string;
  readonly instead: readonly string[];
}

export interface Consequence {
  readonly rule: string;
  readonly title: string;
  readonly level: Level;
  readonly cases: readonly string[];
}
