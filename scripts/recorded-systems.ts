import { readFileSync } from 'node:fs';
import { builtInSuites } from '../suites/index.ts';
import { builtInTargets } from '../targets/index.ts';
import type { Recorded } from './recorded-table.ts';
import { survey, type Surveyed } from './survey.ts';
import { reproduced, seen, type Words, wordOf, wordsOf } from './words.ts';

interface Group {
  readonly title: string;
  readonly about?: string;
  readonly tests: readonly Recorded[];
}

/** What one document records of its system. */
interface Described {
  readonly title: string;
  readonly about: string;
  /** Built-in targets: the system as the document has it, and mended. */
  readonly states: readonly [string, string];
  readonly groups: readonly Group[];
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../targets/examples/${path}.json`, import.meta.url), 'utf8'));

const described = (): readonly Described[] =>
  ['facilitator/document', 'patterns/document', 'waves/document'].map((path) => read(path) as Described);

const counted = (): readonly Group[] => (read('streaming/counted') as { readonly groups: readonly Group[] }).groups;

/** Requirements that tests are read as, with all that has to hold for them to be judged. */
export function mapped(tests: readonly Pick<Recorded, 'requirements'>[]): readonly string[] {
  const after = new Map(
    builtInSuites.flatMap(({ catalogue }) => catalogue.requirements.map((one) => [one.id, one.after] as const)),
  );
  const ids = new Set(tests.flatMap(({ requirements }) => requirements));
  for (const id of ids) for (const prerequisite of after.get(id) ?? []) ids.add(prerequisite);
  return [...ids].sort();
}

/** Those of the streaming coordinator's tests that are counted, and not named. */
export const countedTests = (): readonly Recorded[] => counted().flatMap(({ tests }) => tests);

export const countedTables = (surveyed: readonly Surveyed[]): readonly string[] =>
  counted().flatMap(({ title, about, tests }) => ['', `## ${title}`, '', about ?? '', '', ...table(tests, surveyed)]);

/** The other documents' systems, each as its document has it and mended. */
export async function systemTables(): Promise<readonly string[]> {
  const systems = described();
  const surveyed = await survey(
    systems.flatMap(({ states, groups }) => {
      const cases = mapped(groups.flatMap(({ tests }) => tests));
      return states.map((name) => [name, builtInTargets[name]?.address ?? '', cases] as const);
    }),
  );
  return systems.flatMap(({ title, about, states, groups }) => {
    const own = states.flatMap((state) => surveyed.filter(({ name }) => name === state));
    return [
      '',
      `## ${title}`,
      '',
      `${about} Targets: ${states.map((state) => `\`${state}\``).join(', ')}.`,
      ...groups.flatMap((group) => ['', `### ${group.title}`, '', ...table(group.tests, own)]),
    ];
  });
}

function table(tests: readonly Recorded[], surveyed: readonly Surveyed[]): readonly string[] {
  const states = surveyed.map((one) => ({ name: one.name.replace(/^.*-/, ''), words: wordsOf(one) }));
  const verdicts = tests.map(({ requirements, recorded }) => verdictOf(recorded, requirements, states[0]?.words));
  const judged = verdicts.some((verdict) => verdict !== '–');
  const head = ['recorded test or statement', 'requirements', 'recorded', ...states.map(({ name }) => name)];
  const line = (cells: readonly string[], verdict = ''): string =>
    `| ${[...cells, ...(judged ? [verdict] : [])].join(' | ')} |`;
  return [
    line(head, 'reproduced'),
    line(
      head.map(() => ':--'),
      ':--',
    ),
    ...tests.map(({ name, requirements, recorded }, index) => {
      const cells = states.map(({ words }) => seen(requirements, words));
      return line([name, requirements.join(', '), recorded, ...cells], verdicts[index]);
    }),
    ...tests.flatMap(({ name, note }) => (note === undefined ? [] : ['', `- ${name}: ${note}`])),
    ...whyNot(tests, surveyed.at(-1), states.at(-1)?.words),
  ];
}

/** By what was judged of it; a dash where nothing was, or the record leaves it open. */
function verdictOf(recorded: string, requirements: readonly string[], words: Words | undefined): string {
  const judged = requirements.filter((id) => /pass|fail|block/.test(wordOf(id, words)));
  return judged.length === 0 ? '–' : reproduced(statusOf(recorded), judged, words);
}

/** The documents' words, as a test would end. What was not run, or is not clear, is printed without judgement. */
function statusOf(recorded: string): string {
  if (/^(PASSED|verified)/.test(recorded)) return 'PASSES';
  return recorded.includes('FAILS') ? 'FAILS' : recorded;
}

/** Of each requirement that the mended system does not show, why. */
function whyNot(tests: readonly Recorded[], mended: Surveyed | undefined, words: Words | undefined): readonly string[] {
  const open = [...new Set(tests.flatMap(({ requirements }) => requirements))]
    .filter((id) => ['not offered', 'undecided', 'passes in part'].includes(wordOf(id, words)))
    .sort()
    .map((id) => `${id} (${mended?.requirements.find((one) => one.id === id)?.because ?? 'no case of it was run'})`);
  return open.length === 0 ? [] : ['', `Not judged, or not in every case, also on the mended one: ${open.join('; ')}.`];
}
