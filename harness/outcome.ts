/** The verdict of one case. */
export type Verdict = 'pass' | 'fail' | 'skip' | 'inconclusive' | 'error';
/** MUST or SHOULD, as in RFC 2119. */
export type Level = 'MUST' | 'SHOULD';
/** Blocking: data loss, a hang, work that cannot be stopped. High: wrong answer, leak. Improvement: quality. */
export type Severity = 'blocking' | 'high' | 'improvement';
/** How time passes for a case. */
export type Mode = 'virtual' | 'real' | 'process';
/** Why a case was not run, or its result not counted. */
export type SkipReason = 'not-offered' | 'blocked' | 'deviation' | 'mode' | 'filtered';

/** What was expected, what was observed, and where to look. Sentences of facts: names, counts, times. */
export interface Finding {
  /** The rule that was broken: a requirement, `invariant/<name>`, `capability/<name>` or `host/<kind>`. */
  readonly rule: string;
  /** For a standing invariant: the requirement that what it finds is charged to. */
  readonly owner?: string;
  readonly expected: string;
  readonly observed: string;
  /** Where to look, in at most two lines. None is better than a guess. */
  readonly hint?: string;
  /** `seq` of the events that prove it. */
  readonly witness: readonly number[];
}

/** One event of a history as plain text, for reports. */
export interface Line {
  readonly seq: number;
  /** Milliseconds. */
  readonly at: number;
  readonly turn: number;
  readonly hop: number;
  readonly kind: string;
  readonly what: string;
  readonly task?: string;
  readonly who?: string;
  /** The value, in at most 200 characters. */
  readonly text?: string;
}

/** A place in the source of the adapter or of the coordinator. */
export interface Place {
  /** A path, relative to the working directory where possible. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
}

/** Something that stopped the kit, not the coordinator. */
export interface Trouble {
  /** Stable, upper case. */
  readonly code: string;
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** Shown only when asked for. */
  readonly stack?: string;
}

/** Why a pass, or a failure, may be believed. */
export interface Evidence {
  /** Facts that had to be so, each with the `seq` that shows it. */
  readonly premise: Readonly<Record<string, number>>;
  /** Calls of the coordinator that the case made. */
  readonly calls: number;
  /** Events in the history that was judged. */
  readonly events: number;
  /** Interleavings tried; 1 for a case that is not explored. */
  readonly schedules: number;
  /** Distinct histories among them. */
  readonly traces: number;
}

/** The calls that one run of a case makes, as lines of JavaScript; or why they cannot be written. */
export type CaseScript =
  | { readonly lines: readonly string[]; readonly watched: boolean }
  | { readonly unwritable: string };

/** The verdict of one case, with its evidence. Plain data, and the same bytes in every run. */
export interface Outcome {
  /** `suite/case`, or `suite/case@mode` for a case that is run once for each shutdown mode. */
  readonly case: string;
  /** The requirement that the case belongs to. */
  readonly requirement: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly mode: Mode;
  /** Digest of workload, premise and checker: two outcomes of one case compare only if it is equal. */
  readonly digest: string;
  /** For `skip`. */
  readonly skip?: { readonly reason: SkipReason; readonly because: string };
  /** For `inconclusive`: what kept the case from deciding. */
  readonly because?: string;
  /** For `fail`: what the case itself found. */
  readonly finding?: Finding;
  /** What the standing invariants found on the way, each under its own rule; with any verdict. */
  readonly invariants?: readonly Finding[];
  /** For `error`. */
  readonly error?: Trouble;
  readonly evidence?: Evidence;
  /** The history that shows the finding, or that of the last run. Kept for everything but a pass. */
  readonly history?: readonly Line[];
  /** Where the coordinator or its adapter stood at the witness event. */
  readonly where?: Place;
  /** The schedule that shows the finding, in its printed form. */
  readonly schedule?: string;
  /** How far the gaps of that schedule may change before it no longer shows it: "g1 2..3 hops after c1". */
  readonly window?: string;
  /** The last lines that the target wrote meanwhile. */
  readonly output?: readonly string[];
  /** Only where it was asked for; never part of a result. */
  readonly script?: CaseScript;
}
