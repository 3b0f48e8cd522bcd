import type { TaskEvent } from '../adapter/events.ts';
import { operations } from '../adapter/wire.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { CheckBench, type Followed } from './check-bench.ts';
import { plainVectors, tryVector } from './check-vectors.ts';
import type { FarCommand } from './far-process.ts';
import { listen } from './far-clients.ts';

/** One step of a check: what was tried, and what came of it. */
export interface CheckedStep {
  readonly step: string;
  /** `skip`: the far side does not offer what it needs. */
  readonly verdict: 'ok' | 'skip' | 'fail';
  /** What was seen, or what was expected and found. */
  readonly said: string;
  readonly hint?: string;
}

type Step = readonly [step: string, run: (bench: CheckBench) => Promise<string | undefined>];

/** Thrown by a step: what was expected, and what was found in its place. */
class Unexpected extends Error {}

const steps: readonly Step[] = [
  ['a body runs, and its journal comes before its result', plainBody],
  ['a body stands at a closed gate, and goes on when it is opened', gate],
  ['an error of a body comes with its name and message', failure],
  ['two tasks that ask for one id have journals of their own', twoOfOneName],
  ['a cancel reaches the body', cancel],
  ['events come to a subscription', events],
  ['the state can be asked for', query],
  ['a request that it does not know is refused, and does no harm', unknown],
  ['the interpreter does what the shared vectors say', vectors],
];

/**
 * Tries a client of the protocol step by step, each on a fresh process, and tells how each came out. The last step
 * is the end: a process whose stdin was closed has to end by itself.
 */
export async function* checkWire(command: FarCommand): AsyncGenerator<CheckedStep> {
  const opened = await attempt('open is answered by an offer', () => openOnce(command));
  yield opened;
  if (opened.verdict === 'fail') return;
  for (const [step, run] of steps) {
    yield await attempt(step, async () => {
      const bench = await CheckBench.open(command);
      try {
        return await run(bench);
      } finally {
        bench.close();
      }
    });
  }
  yield await attempt('it ends when its stdin is closed', () => end(command));
}

async function attempt(step: string, run: () => Promise<string | undefined>): Promise<CheckedStep> {
  try {
    const said = await run();
    return said === undefined ? { step, verdict: 'skip', said: 'not offered' } : { step, verdict: 'ok', said };
  } catch (error) {
    const hint = error instanceof QuiesceError ? error.hint : undefined;
    const said = error instanceof Error ? error.message : describe(error);
    return { step, verdict: 'fail', said, ...(hint === undefined ? {} : { hint }) };
  }
}

async function openOnce(command: FarCommand): Promise<string> {
  const bench = await CheckBench.open(command);
  bench.close();
  const { name, version = 'no version', operations: offered } = bench.offer;
  const gives = [...new Set(offered.map((operation) => operations[operation]).filter((one) => one !== null))];
  return `${name}, ${version}; it offers ${gives.join(', ')}`;
}

const found = ({ lines, result }: Followed): string =>
  `the journal ${lines.map(([, mark, detail]) => (detail === undefined ? mark : `${mark} ${describe(detail)}`)).join(', ') || '(no line)'} and the result ${result === undefined ? 'pending' : describe(result)}`;

function expect(holds: boolean, expected: string, task: Followed): void {
  if (!holds) throw new Unexpected(`Expected ${expected}; found ${found(task)}.`);
}

const marks = ({ lines }: Followed): string => lines.map(([, mark]) => mark).join(' ');

async function plainBody(bench: CheckBench): Promise<string> {
  const task = await bench.run('T', [{ note: 'in' }, { return: 7 }]);
  expect(marks(task) === 'start note end', 'the lines start, note and end', task);
  expect(task.result?.['value'] === 7, 'the result 7, sent before `flush` is answered', task);
  return found(task);
}

async function gate(bench: CheckBench): Promise<string> {
  const task = await bench.run('T', [{ gate: 'g' }, { note: 'through' }]);
  expect(marks(task) === 'start', 'a body that stands at its gate', task);
  bench.open('g');
  await bench.rest();
  expect(marks(task) === 'start note end', 'the lines start, note and end once the gate is open', task);
  return found(task);
}

async function failure(bench: CheckBench): Promise<string> {
  const task = await bench.run('T', [{ throw: 'broken on purpose' }]);
  expect(task.lines.at(-1)?.[2] === 'threw', 'a journal that ends with "end threw"', task);
  expect(task.result?.['error'] === 'broken on purpose', 'an error with the message "broken on purpose"', task);
  return found(task);
}

async function twoOfOneName(bench: CheckBench): Promise<string | undefined> {
  const first = await bench.run('T', [{ note: 'one' }]);
  const second = await bench.run('T', [{ note: 'two' }]);
  const texts = ({ lines }: Followed): unknown => lines.find(([, mark]) => mark === 'note')?.[2];
  expect(texts(first) === 'one', 'the note "one" in the first journal', first);
  expect(texts(second) === 'two', 'the note "two" in the second journal', second);
  return `${found(first)}; ${found(second)}`;
}

async function cancel(bench: CheckBench): Promise<string | undefined> {
  const task = await bench.run('T', [{ try: { body: [{ gate: 'g' }], finally: [{ note: 'cleanup' }] } }]);
  const byId = bench.offer.operations.includes('cancel');
  if (!task.handle.cancel && !byId) return undefined;
  await Promise.resolve(task.handle.cancel?.('reason') ?? bench.link.peer.ask('cancel', { id: task.handle.id ?? 'T' }));
  await bench.rest();
  expect(/\bcleanup note cleaned\b/.test(marks(task)), 'a cleanup that was run from its begin to its end', task);
  expect(marks(task).endsWith('end'), 'a body that has ended', task);
  return found(task);
}

async function events(bench: CheckBench): Promise<string | undefined> {
  if (!bench.offer.operations.includes('subscribe')) return undefined;
  const seen: TaskEvent[] = [];
  listen(
    bench.link,
    (event) => void seen.push(event),
    (ref) => bench.link.peer.ask('subscribe', { ref }),
  );
  const task = await bench.run('T', [{ return: 7 }]);
  await bench.rest();
  if (seen.length === 0)
    throw new Unexpected(`Expected an event of a task that ended; found none, and ${found(task)}.`);
  return seen.map(({ type, task: of }) => `${type} of ${of ?? 'no task'}`).join(', ');
}

async function query(bench: CheckBench): Promise<string | undefined> {
  if (!bench.offer.operations.includes('query')) return undefined;
  return describe(await bench.link.peer.ask('query', {}));
}

async function unknown(bench: CheckBench): Promise<string> {
  const said = await bench.link.peer.request('no.such.operation', {}).then(
    (value) =>
      new Unexpected(`Expected error -32601 for an operation that there is not; found the answer ${describe(value)}.`),
    (error: unknown) => error,
  );
  if (said instanceof Unexpected) throw said;
  await bench.rest();
  return 'it was refused';
}

async function vectors(bench: CheckBench): Promise<string> {
  const all = plainVectors(bench.offer.lent);
  for (const [index, vector] of all.entries()) {
    const differing = await tryVector(bench, vector, index);
    if (differing)
      throw new Unexpected(`Vector "${differing.name}": expected ${differing.expected}; found ${differing.found}.`);
  }
  return `${all.length} vectors came out as they should`;
}

async function end(command: FarCommand): Promise<string> {
  const bench = await CheckBench.open(command);
  const code = await bench.link.peer.hangUp(5_000);
  if (code === undefined) throw new Unexpected('Expected an end within 5 s after its stdin was closed; it lived on.');
  return `it ended ${code}`;
}
