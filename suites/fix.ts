/** How a maintainer would mend a requirement that fails, as a sketch: the shape of the change, in no project's names. */
export interface Fix {
  /** What to do, in the imperative. */
  readonly title: string;
  readonly effort: 'minutes' | 'hours' | 'days';
  /** TypeScript, at most 12 lines. */
  readonly sketch: string;
  /** What the sketch does not show. */
  readonly note?: string;
}

/** Fixes by requirement. A requirement without one is left out: none is better than a guess. */
export type Fixes = Readonly<Record<string, Fix>>;
