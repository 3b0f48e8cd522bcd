import { readFileSync } from 'node:fs';
import type { Capability } from './adapter/capability.ts';
import type { View } from './adapter/target.ts';
import type { Context } from './context.ts';
import { QuiesceError } from './errors.ts';
import type { Race } from './explore/race.ts';
import type { Event, History } from './history.ts';
import type { Lab } from './lab/lab.ts';
import type { Level, Mode, Severity } from './outcome.ts';

/** The normative half of a suite, as its `catalogue.json` has it: what is claimed, and how each claim is tested. */
export interface Catalogue {
  /** The suite's name, the first half of every case id. */
  readonly suite: string;
  /** The letters that its requirement ids begin with. */
  readonly prefix: string;
  readonly title: string;
  readonly requirements: readonly Requirement[];
}

/** A numbered normative clause. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  /** The version that brought it; left out for those of the first. */
  readonly since?: string;
  readonly level: Level;
  readonly severity: Severity;
  /** The clause itself. */
  readonly text: string;
  /** What goes wrong in production where it does not hold. */
  readonly why: string;
  /** What the stimulus of every case needs. */
  readonly needs: readonly Capability[];
  /** Where the answer can be read; a case runs with at least one. None listed: the journal alone. */
  readonly views: readonly (View | 'answer')[];
  /** Ways of time in which the claim is valid. */
  readonly modes: readonly Mode[];
  /** Requirements that must not have failed for this one to be judged. */
  readonly after: readonly string[];
  /** Dialect options that the claim depends on. */
  readonly dialect: readonly string[];
  /** How other systems and languages see it. */
  readonly elsewhere?: string;
  readonly note?: string;
  readonly sources: readonly Source[];
  readonly cases: readonly CaseText[];
}

export interface Source {
  readonly title: string;
  readonly url?: string;
}

/** One case in words, and its conditions as data. */
export interface CaseText extends Conditions {
  /** Unique in its suite. Never renamed or reused. */
  readonly name: string;
  /** The version that brought it, where that is a later one than its requirement's. */
  readonly since?: string;
  /** SHOULD inside a MUST clause. */
  readonly level?: Level;
  readonly premise: string;
  readonly steps: readonly string[];
  readonly expect: readonly string[];
}

/** What must be offered, and declared, for a case to run; beside what its requirement needs. */
export interface Conditions {
  readonly needs: readonly Capability[];
  /** At least one of these. */
  readonly anyOf?: readonly Capability[];
  /** Dialect option to the values under which the case is valid. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
  /** Narrower than the requirement's. */
  readonly modes?: readonly Mode[];
  /** The bodies must run in this thread: the case hands objects over, or calls back into the kit. */
  readonly inThread?: true;
  /** The target is opened once more, in a process that does nothing else. */
  readonly inChild?: true;
  /** The case is run once for each shutdown mode that was seen, and has an outcome for each. */
  readonly each?: 'shutdown';
}

/** What a case does and how it is judged. */
export interface Conduct {
  /**
   * What is done to the coordinator. It only does; it asserts nothing and awaits only methods of the lab. A case has
   * a workload or a race.
   */
  readonly workload?: (lab: Lab) => Promise<void>;
  /** A workload whose interleavings are searched: premise and claims are asked of every history. */
  readonly race?: Race;
  /**
   * For a race: what must have been so in at least one history, else the case is inconclusive. Without it a race in
   * which only one side ever won would pass.
   */
  readonly covers?: Readonly<Record<string, (history: History, context: Context) => boolean>>;
  /**
   * The facts without which nothing was tested, each with the event that shows it. A fact that is undefined or
   * false makes the case inconclusive.
   */
  readonly premise: (history: History, context: Context) => Readonly<Record<string, Event | boolean | undefined>>;
  /** What is claimed. Read in order; the first one that does not hold is the finding. */
  readonly claims: readonly Claim[];
  /**
   * Why this target has nothing for the case to judge, seen only when it runs: it is then skipped as not offered. What
   * can be known before is a condition.
   */
  readonly absent?: (history: History, context: Context) => string | undefined;
  /** No passive client is attached: the case is about clients, and this one would count among them. */
  readonly unwatched?: true;
  /** The case causes errors that nobody catches, on purpose: they are its own matter, not the standing invariant's. */
  readonly loud?: true;
  /**
   * What is claimed holds at whatever hop the stops of the workload come, wherever the premise is reached: they need not
   * wait for the rest before them. The case is then also run with every number of hops in the place of each such rest.
   * Left out: some claim wants that rest, and other than as it stands the case is asked for the standing invariants alone.
   */
  readonly atEveryHop?: true;
  /** Bodies that the case leaves unfinished on purpose. */
  readonly unfinished?: readonly string[];
  /** Why the case cannot be run yet, on any target; it is then listed and skipped. */
  readonly untested?: string;
}

/** In the place of a conduct that is still to come: the case stays in sight, and never passes. */
export const untested = (because: string): Conduct => ({
  untested: because,
  premise: () => ({ 'the case can be run': false }),
  claims: [],
});

/** One expectation, and what contradicts it in a history. */
export interface Claim {
  /** A sentence of what is expected. */
  readonly expected: string | ((context: Context) => string);
  /** Nothing where the claim holds. */
  readonly contradiction: (history: History, context: Context) => Contradiction | undefined;
}

/** What was seen instead, and the events that prove it. */
export interface Contradiction {
  readonly observed: string;
  readonly witness: readonly (Event | undefined)[];
  readonly hint?: string;
}

/** One case, whole: its words, its requirement and its conduct. */
export interface Case extends Conduct {
  readonly id: string;
  readonly text: CaseText;
  readonly requirement: Requirement;
  /** Another case of the suite has the same race: what is run for one of them is kept for the other. */
  readonly sharesRace: boolean;
}

export interface Suite {
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly cases: readonly Case[];
}

/** Reads the `catalogue.json` beside a suite. */
export function readCatalogue(folder: string | URL): Catalogue {
  return JSON.parse(readFileSync(new URL('catalogue.json', folder), 'utf8')) as Catalogue;
}

/** A case that is made from data, for a requirement of the catalogue, beside those that the catalogue lists. */
export interface Generated {
  /** Id of the requirement. */
  readonly requirement: string;
  readonly text: CaseText;
  readonly conduct: Conduct;
}

/**
 * Joins the words of a suite with its conduct. Every case of the one must be in the other. Generated cases bring their
 * words with them and come after the listed ones of their requirement.
 */
export function defineSuite(
  listed: Catalogue,
  conduct: Readonly<Record<string, Conduct>>,
  generated: readonly Generated[] = [],
): Suite {
  const catalogue = extended(listed, generated);
  const all = { ...conduct, ...Object.fromEntries(generated.map((made) => [made.text.name, made.conduct])) };
  const races = Object.values(all).flatMap(({ race }) => race ?? []);
  const shared = new Set(races.filter((race, index) => races.indexOf(race) !== index));
  const cases = catalogue.requirements.flatMap((requirement) =>
    requirement.cases.map((text): Case => {
      const found = all[text.name];
      if (!found) throw unconducted(catalogue.suite, text.name, requirement.id);
      const sharesRace = found.race !== undefined && shared.has(found.race);
      return { ...found, id: `${catalogue.suite}/${text.name}`, text, requirement, sharesRace };
    }),
  );
  const known = new Set(cases.map(({ text }) => text.name));
  const stray = Object.keys(all).find((name) => !known.has(name));
  if (stray !== undefined) {
    throw new QuiesceError(
      'suite',
      'SUITE_CASE_UNKNOWN',
      `The suite "${catalogue.suite}" conducts a case "${stray}" that its catalogue does not list.`,
      'Add it to catalogue.json under its requirement, or correct the name.',
    );
  }
  return { name: catalogue.suite, catalogue, cases };
}

/** The catalogue with the generated cases under their requirements. */
function extended(catalogue: Catalogue, generated: readonly Generated[]): Catalogue {
  if (generated.length === 0) return catalogue;
  const requirements = catalogue.requirements.map((requirement) => {
    const made = generated.filter((one) => one.requirement === requirement.id).map(({ text }) => text);
    return made.length > 0 ? { ...requirement, cases: [...requirement.cases, ...made] } : requirement;
  });
  return { ...catalogue, requirements };
}

const unconducted = (suite: string, name: string, requirement: string): QuiesceError =>
  new QuiesceError(
    'suite',
    'SUITE_CASE_MISSING',
    `The catalogue of "${suite}" lists "${name}" under ${requirement}, but no case conducts it.`,
    'Write the case, or take it out of catalogue.json.',
  );
