import { afterEach, expect, test } from 'vitest';
import type { Address } from './host/frames.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

const fixture = (path: string): Address => new URL(`host/fixtures/${path}`, import.meta.url).href;
const open: Session[] = [];

async function hostile(more: Partial<SessionOptions> = {}): Promise<Session> {
  const session = await openSession({
    target: fixture('hostile-target.ts'),
    suites: [fixture('hostile-suite.ts')],
    settings: { dialect: {}, depth: 'quick' },
    budget: 20_000,
    hostEntry: fixture('entry.ts'),
    ...more,
  });
  open.push(session);
  return session;
}

const run = (session: Session, name: string) => session.run({ case: `hostile/${name}` });
/** A budget that hangs have to use up, and a grace that is enough on a busy machine. */
const brief = { budget: 600, grace: 400 };

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const pidOf = async (session: Session): Promise<number> =>
  Number(/(\d+)$/.exec((await run(session, 'pid')).because ?? '')?.[1]);

test('tells what was loaded, and hands the smoke report to every run', async () => {
  const session = await hostile({ profile: 'queue' });
  expect(session.facts).toMatchObject({ name: 'hostile', profile: 'queue', kind: 'in-process', grain: 1 });
  const key = session.cases.find(({ id }) => id === 'hostile/pid');
  expect(key).toMatchObject({ requirement: 'HOS-01', level: 'SHOULD', severity: 'high', modes: ['virtual', 'real'] });
  expect(key?.digest).toMatch(/^[0-9a-f]{12}$/);
  const outcome = await session.run({ case: 'hostile/good', schedule: '.s1+2c1' });
  expect(outcome).toMatchObject({ case: 'hostile/good', verdict: 'pass', mode: 'real', digest: 'quick' });
  expect(outcome.because).toBe('.s1+2c1; it opened');
  expect((await run(session, 'pid')).mode).toBe('virtual');
  expect(session.timing).toMatchObject({ hostsStarted: 1, starts: [expect.any(Number)] });
  expect(Object.keys(session.timing.cases)).toEqual(['hostile/good', 'hostile/pid']);
  await expect(run(session, 'godo')).rejects.toMatchObject({ code: 'CASE_UNKNOWN', hint: 'Was "hostile/good" meant?' });
});

test('no process is started while another one has nothing to do', async () => {
  const session = await hostile({ concurrency: 3 });
  const pid = await pidOf(session);
  expect(await pidOf(session)).toBe(pid);
  expect(session.timing.hostsStarted).toBe(1);
  await Promise.all(['good', 'good', 'good'].map((name) => run(session, name)));
  expect(session.timing.hostsStarted).toBe(3);
});

test('a death costs the case in flight alone, and says where the target stood', async () => {
  const session = await hostile({ heapMb: 64 });
  const names = ['exit-0', 'good', 'exit-later', 'good', 'abort', 'deaf-crash', 'good', 'out-of-memory', 'good'];
  const outcomes = await Promise.all(names.map((name) => run(session, name)));
  expect(outcomes.map(({ verdict, finding }) => finding?.rule ?? verdict)).toEqual(
    ['exit', 'pass', 'exit', 'pass', 'crash', 'crash', 'pass', 'out-of-memory', 'pass'].map((kind) =>
      kind === 'pass' ? kind : `host/${kind}`,
    ),
  );
  const [exit, , later, , abort, crash, , memory] = outcomes;
  expect(exit?.finding?.observed).toBe('process.exit(0) was called');
  expect(exit?.where?.file).toBe('harness/host/fixtures/hostile-target.ts');
  expect(exit?.where?.function).toBe('exit-0');
  expect(later?.finding?.observed).toBe('process.exit(7) was called');
  expect(abort?.finding?.observed).toBe('the process died by SIGABRT');
  expect(crash?.finding?.observed).toBe('the process ended with code 1, after writing "TypeError: nobody listens"');
  expect(memory?.finding?.observed).toBe('the heap outgrew 64 MB');
  expect(memory?.output).toBeUndefined();
  expect(session.timing.hostsStarted).toBe(6);
});

test('cases in turn have one host to themselves, and a new one where it died', async () => {
  const session = await hostile();
  const told: string[] = [];
  const inTurn = session.runInTurn(
    ['pid', 'pid', 'exit-0', 'pid'].map((name) => ({ case: `hostile/${name}` })),
    ({ because, finding }) => void told.push(because ?? finding?.rule ?? ''),
  );
  await Promise.all([inTurn, run(session, 'never-settles').then(() => told.push('another'))]);
  const [first, second, third, fourth] = told.filter((one) => one !== 'another');
  expect([second, third]).toEqual([first, 'host/exit']);
  expect(fourth).not.toBe(first);
  // Before or behind them all, never between.
  expect([0, told.length - 1]).toContain(told.indexOf('another'));
});

test('a loop that never ends is stopped, and its place is told', async () => {
  const session = await hostile({ ...brief, concurrency: 2 });
  const names = ['sync-loop', 'microtask-loop', 'tick-loop', 'good'];
  const outcomes = await Promise.all(names.map((name) => run(session, name)));
  for (const { finding, where } of outcomes.slice(0, 3)) {
    expect(finding?.rule).toBe('host/blocked');
    expect(finding?.observed).toBe('the event loop was not given back within 600 ms');
    expect(where?.file).toBe('harness/host/fixtures/hostile-target.ts');
  }
  expect(outcomes.map(({ where }) => where?.function)).toEqual(['spinForEver', 'again', 'again', undefined]);
  expect(outcomes[3]?.verdict).toBe('pass');
});

test('a promise that nothing can settle is a deadlock at once; one that waits for a timer is given its time', async () => {
  const session = await hostile();
  const [never, unref, settles, good] = await Promise.all(
    ['never-settles', 'unref-never', 'unref-settles', 'good'].map((name) => run(session, name)),
  );
  for (const outcome of [never, unref]) {
    expect(outcome).toMatchObject({ verdict: 'fail', finding: { rule: 'host/deadlock' } });
    expect(outcome?.finding?.observed).toBe('the event loop ran dry while the case still waited');
  }
  expect(settles?.verdict).toBe('pass');
  expect(good?.verdict).toBe('pass');
});

test('what uses up its budget with a sleeping, a spinning or an advancing loop is told apart', async () => {
  const session = await hostile(brief);
  const sleeping = await run(session, 'never-settles-alive');
  expect(sleeping.finding?.rule).toBe('host/deadlock');
  expect(sleeping.finding?.observed).toContain('the event loop slept; still active: Timeout');
  const spinning = await run(session, 'immediate-loop');
  expect(spinning.finding).toMatchObject({
    rule: 'host/blocked',
    observed: expect.stringContaining('still spun after 600 ms'),
  });
  const seen: number[] = [];
  session.onProgress = ({ schedules }) => seen.push(schedules);
  expect(await run(session, 'advances')).toMatchObject({ verdict: 'inconclusive', because: 'cut off' });
  expect(seen[0]).toBe(100);
});

test('errors that nobody catches go to the case in flight, and later ones under the case before', async () => {
  const session = await hostile();
  expect((await run(session, 'late-throw')).because).toContain('uncaughtException: thrown late');
  expect((await run(session, 'rejection')).because).toContain('unhandledRejection: rejected alone');
  await run(session, 'after-the-end');
  await expect.poll(() => session.strays, { timeout: 10_000 }).toHaveLength(1);
  expect(session.strays[0]).toMatchObject({
    case: 'hostile/after-the-end',
    finding: { rule: 'invariant/no-stray-error', observed: expect.stringContaining('Error: after the end') },
  });
  expect(session.strays[0]?.finding.hint).toContain('harness/host/fixtures/hostile-target.ts:');
  expect(session.timing.hostsStarted).toBe(1);
});

test('a flood of output neither blocks nor floods', async () => {
  const session = await hostile();
  const { output = [], finding } = await run(session, 'flood');
  expect(finding?.rule).toBe('host/exit');
  expect(output).toHaveLength(22);
  expect(output[0]).toBe('(19980 earlier lines are not kept)');
  expect(output[20]).toMatch(/^line 19999 x+…$/);
  expect(output[21]).toBe('last words');
});

test('what a target does to the channel of its host stays with its case', async () => {
  const session = await hostile();
  const names = ['closes-descriptors', 'writes-frames', 'replaces-globals', 'good'];
  const outcomes = await Promise.all(names.map((name) => run(session, name)));
  expect(outcomes.map(({ finding, verdict }) => finding?.observed ?? verdict)).toEqual([
    'descriptor 4 was closed',
    'descriptor 4 carried something that is no frame: not a frame',
    'pass',
    'pass',
  ]);
});

test('a host that somebody else kills is an error, not a fault of the target', async () => {
  const session = await hostile();
  const pid = await pidOf(session);
  const pending = run(session, 'waits-to-be-killed');
  setTimeout(() => process.kill(pid, 'SIGKILL'), 50);
  const outcome = await pending;
  expect(outcome).toMatchObject({ verdict: 'error', error: { code: 'HOST_KILLED' } });
  expect(outcome.error?.message).toBe('the process was ended by SIGKILL, from outside');
  expect((await run(session, 'good')).verdict).toBe('pass');
});

test('a host that a case left dirty is replaced', async () => {
  const session = await hostile();
  const first = await pidOf(session);
  expect(await pidOf(session)).toBe(first);
  await run(session, 'dirty');
  expect(await pidOf(session)).not.toBe(first);
  expect(session.timing.hostsStarted).toBe(2);
});

test('another target is loaded into the same process', async () => {
  const session = await hostile();
  const pid = await pidOf(session);
  expect(await session.retarget(fixture('hostile-target.ts#like-CAN-01/silent'))).toMatchObject({
    name: 'like-CAN-01/silent',
  });
  expect(await pidOf(session)).toBe(pid);
  await expect(session.retarget(fixture('adapters/throws.mjs'))).rejects.toMatchObject({ code: 'ADAPTER_THROWS' });
  expect(session.facts.name).toBe('like-CAN-01/silent');
  await run(session, 'exit-0');
  expect((await run(session, 'good')).verdict).toBe('pass');
});

test('a death before the smoke run has passed is trouble with the adapter', async () => {
  const session = await hostile({ target: fixture('hostile-target.ts#dies-in-smoke') });
  await expect(session.smoke()).rejects.toMatchObject({
    code: 'SMOKE_DIED',
    message: 'The smoke run was expected to end; process.exit(3) was called.',
  });
  expect(await run(session, 'good')).toMatchObject({ verdict: 'error', error: { code: 'SMOKE_DIED' } });
  await session.retarget(fixture('hostile-target.ts#throws-in-smoke'));
  await expect(session.smoke()).rejects.toMatchObject({ message: 'Error: not today' });
});

test('calling off ends every process and leaves what was asked for inconclusive', async () => {
  const off = new AbortController();
  const session = await hostile({ signal: off.signal });
  const pid = await pidOf(session);
  const asked = ['waits-to-be-killed', 'good'].map((name) => run(session, name));
  setTimeout(() => off.abort(), 50);
  for (const outcome of await Promise.all(asked)) {
    expect(outcome).toMatchObject({ verdict: 'inconclusive', because: 'interrupted' });
  }
  await session.close();
  expect(alive(pid)).toBe(false);
});

test('closing leaves no process behind', async () => {
  const session = await hostile({ concurrency: 2 });
  const pids = await Promise.all([pidOf(session), pidOf(session)]);
  expect(pids.map(alive)).toEqual([true, true]);
  await session.close();
  expect(pids.map(alive)).toEqual([false, false]);
});
