import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { targetOf } from '../../bin/read-arguments.ts';
import { survey, type Surveyed } from '../../scripts/survey.ts';

const program = fileURLToPath(new URL('fixtures/null-server.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** As `quiesce run --server` has them. */
function look(names: readonly string[], cases: readonly string[] = []): Promise<readonly Surveyed[]> {
  const servers = names.map((name) => {
    const { address } = targetOf({ server: `node --import ${tsx} ${program} ${name}` });
    return [name, address] as const;
  });
  return survey(servers, { suites: ['shutdown'], cases, depth: 'quick' });
}

const judged = ({ outcomes }: Surveyed) => outcomes.filter(({ verdict }) => verdict !== 'skip');
const passed = (one: Surveyed): readonly string[] =>
  judged(one)
    .filter(({ verdict }) => verdict === 'pass')
    .map((outcome) => outcome.case);

/** What a null server is credited with, and why that is no fault of the case. */
const waived: Readonly<Record<string, readonly string[]>> = {
  // Whoever ends at once is not held up by a silent connection: of a server that has nothing under way, and no request
  // can be held without the routes, more cannot be asked.
  'exits-0-without-draining bare': ['shutdown/a-silent-connection-to-any-server'],
  'exits-0-without-draining routes': ['shutdown/a-silent-connection-to-any-server'],
};

test.concurrent('a server that never serves is refused before anything is judged', async () => {
  const surveyed = await look(['exits-at-once bare', 'never-ready bare', 'never-answers bare']);
  expect(surveyed.map(({ outcomes, refused }) => [outcomes.length, refused])).toEqual([
    [0, expect.stringMatching(/it ended with code 0, and it said nothing/)],
    [0, expect.stringMatching(/Expected a line on stdout that fits .* within 10000 ms; it said nothing/)],
    [0, expect.stringMatching(/asked the server for \/ok, and the answer was silent/)],
  ]);
});

test.concurrent('a server that answers everything, and does nothing to end, earns no pass', async () => {
  const names = ['dies-of-the-signal bare', 'ignores-signals bare', 'exits-0-without-draining bare'];
  const surveyed = await look(names);
  for (const one of surveyed) expect([one.name, judged(one).length]).toEqual([one.name, 1]);
  expect(surveyed.map(passed)).toEqual(names.map((name) => waived[name] ?? []));
});

test.concurrent.each([
  ['dies-of-the-signal', ['SHU-*'], 11],
  ['exits-0-without-draining', ['SHU-*'], 11],
  // Each of its cases is waited for to the end: in two halves, beside each other.
  ['ignores-signals', ['SHU-13', 'SHU-14', 'SHU-15', 'SHU-16'], 4],
  ['ignores-signals', ['SHU-17', 'SHU-18', 'SHU-19', 'SHU-25'], 7],
] as const)(
  '%s, in %s: it earns no pass although it holds requests and runs bodies',
  async (name, cases, count) => {
    const [one] = await look([`${name} routes`], cases);
    if (!one) throw new Error('nothing was surveyed');
    expect(judged(one).length).toBeGreaterThanOrEqual(count);
    expect(judged(one).filter(({ verdict }) => verdict === 'error')).toEqual([]);
    expect(passed(one)).toEqual(waived[`${name} routes`] ?? []);
  },
  180_000,
);

test.concurrent('an idle connection that ends by a timeout of its own was not closed at the signal', async () => {
  const [one] = await look(['ignores-signals-and-times-out routes'], ['an-idle-connection-is-closed']);
  expect(one && judged(one).map(({ verdict, because }) => [verdict, because])).toEqual([
    ['inconclusive', expect.stringContaining('the signal had shown')],
  ]);
});
