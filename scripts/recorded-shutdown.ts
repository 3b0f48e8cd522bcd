import { builtInTargets } from '../targets/index.ts';
import type { Recorded } from './recorded-table.ts';
import { type Subject, survey } from './survey.ts';
import { joined, reproduced, seen, type Words, wordsOf } from './words.ts';

const states = ['before', 'after', 'mended'] as const;

/** Requirements that are judged on a server, by signals and connections. */
const onServers = ['SHU-13', 'SHU-14', 'SHU-17', 'SHU-18'];
/** A server that dies of the signal reaches the premise of none of the cases of SHU-18: one of them shows it. */
const onRecordedServers = ['SHU-13', 'SHU-14', 'SHU-17', 'a-silent-connection'];

/**
 * The tests of shutdown once more, on the whole system: the coordinator, and the server that it runs in, in TypeScript
 * and in asyncio. `coordinators`: what is known already of those in TypeScript.
 */
export async function shutdownTable(
  tests: readonly Recorded[],
  coordinators: ReadonlyMap<string, Words>,
): Promise<readonly string[]> {
  const others = [...new Set(tests.flatMap(({ requirements }) => requirements))].filter(
    (id) => !onServers.includes(id),
  );
  // Alone: its times are real, and are held against bounds. The servers mostly wait.
  const python = await look('python-', others, others);
  const [servers, pythonServers] = await Promise.all([
    look('server-', onRecordedServers, onServers),
    look('python-server-', onRecordedServers, onServers),
  ]);
  const systems = [
    ...states.map((state) => [state, joined(coordinators.get(state), servers.get(state))] as const),
    ...states.map((state) => [`${state}, asyncio`, joined(python.get(state), pythonServers.get(state))] as const),
  ];
  const rows = tests.map(({ name, requirements, recorded }) => {
    const wrong = systems.filter(([state, words]) => !asExpected(state, recorded, requirements, words));
    const cells = systems.map(([, words]) => seen(requirements, words));
    const verdict = wrong.length === 0 ? 'yes' : `not ${wrong.map(([state]) => state).join('; ')}`;
    return `| \`${name}\` | ${cells.join(' | ')} | ${verdict} |`;
  });
  return [
    '## test_shutdown.py, on whole servers',
    '',
    'The same twelve tests, with what signals and connections do to the process: a coordinator cannot show that, the server around it can.',
    'As expected: on the two recorded states, which were left without signal handlers and drain, a requirement fails or is blocked; on the mended one none does, and one at least passes.',
    '',
    `| recorded test | ${systems.map(([state]) => state).join(' | ')} | as expected |`,
    `| :-- | ${systems.map(() => ':--').join(' | ')} | :-- |`,
    ...rows,
  ];
}

function asExpected(state: string, recorded: string, requirements: readonly string[], words: Words): boolean {
  if (!state.startsWith('mended')) return reproduced(recorded, requirements, words) === 'yes';
  return reproduced('PASSES', requirements, words) === 'yes' && requirements.some((id) => words.get(id) === 'passes');
}

async function look(
  family: string,
  recorded: readonly string[],
  mended: readonly string[],
): Promise<ReadonlyMap<string, Words>> {
  const subjects = states.map((state): Subject => {
    const cases = state === 'mended' ? mended : recorded;
    return [state, builtInTargets[family + state]?.address ?? '', cases];
  });
  const surveyed = await survey(subjects, { depth: 'quick' });
  return new Map(surveyed.map((one) => [one.name, wordsOf(one)]));
}
