import { expect, test } from 'vitest';
import type { Coordinator, Target } from '../adapter/target.ts';
import { Dialect } from '../dialect/dialect.ts';
import type { History } from '../history.ts';
import { runCase } from '../run-case.ts';
import type { Case, Conduct } from '../suite.ts';
import { Bench } from './bench.ts';
import { withPace } from './paces.ts';

/** Ends at once, with what it is told to say; calls its hooks and its components first. */
function closing(said: unknown, reopens = true): Target {
  const open: Target['open'] = ({ components = [] }) => {
    const hooks: (() => unknown)[] = [];
    const coordinator: Coordinator = {
      submit: ({ id, run }) => ({ id: `own ${id}`, result: run() }),
      onShutdown: (hook) => hooks.push(hook),
      shutdown: {
        stop: async () => {
          for (const hook of hooks) await Promise.resolve(hook()).catch(() => undefined);
          for (const component of components) await component.stop();
          return said;
        },
      },
      ...(reopens ? { reopen: () => open({} as never) } : {}),
    };
    return coordinator;
  };
  return {
    name: 'closing',
    version: '1',
    open,
    report: (settled) => settled as ReturnType<NonNullable<Target['report']>>,
  };
}

async function history(target: Target, workload: NonNullable<Conduct['workload']>): Promise<History> {
  return withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([]), pace, watched: false });
    await workload(bench);
    await bench.quiesce();
    return bench.history;
  });
}

test('every call of a hook and of a component is written down, with its end and its error', async () => {
  const seen = await history(closing({}), async (lab) => {
    await lab.coordinator({ components: [{ name: 'store', stop: { gate: 'slow' } }] });
    lab.hook('broken', { throws: 'E' });
    lab.shutdown('stop');
    await lab.quiesce('stopping');
    lab.open('slow');
  });
  const told = seen.events.flatMap(({ kind, what, who }) =>
    /^(?:hook|component)\./.test(what) ? [`${kind} ${what} ${who}`] : [],
  );
  expect(told).toEqual([
    'saw hook.run broken',
    'fail hook.ended broken',
    'saw component.stop store',
    'saw component.stopped store',
  ]);
  expect(seen.before('stopping').all('component.stopped')).toEqual([]);
  expect(seen.call('shutdown')?.answer?.kind).toBe('ok');
});

test('the report of a shutdown is written down behind its answer, with the names that the kit knows', async () => {
  const said = { unfinished: [{ id: 'own T', age: 3 }], returned: ['own U', 'elsewhere'] };
  const seen = await history(closing(said), async (lab) => {
    await lab.coordinator();
    lab.submit('T', [{ return: 1 }]);
    lab.submit('U', [{ return: 1 }]);
    lab.shutdown('stop');
  });
  const [report] = seen.all('shutdown.report');
  expect(report?.value).toEqual({ unfinished: [{ id: 'T', age: 3 }], returned: ['U', 'elsewhere'] });
  expect(report?.seq).toBeGreaterThan(seen.call('shutdown')?.answer?.seq ?? Infinity);
});

test('later calls go to the instance that was opened last; without one to open nothing changes', async () => {
  for (const reopens of [true, false]) {
    const seen = await history(closing({}, reopens), async (lab) => {
      await lab.coordinator();
      await lab.reopen();
      lab.submit('T', [{ return: 1 }]);
    });
    expect(seen.call('reopen')?.answer?.kind).toBe(reopens ? 'ok' : undefined);
    expect(seen.result('T')?.value).toBe(1);
  }
});

test('a case without a conduct yet is skipped, whoever asks for it', async () => {
  const tested = {
    id: 'probe/later',
    text: { name: 'later', needs: [], premise: '', steps: [], expect: [] },
    requirement: { id: 'PRO-01', level: 'MUST', severity: 'high' },
    untested: 'needs a process target',
    premise: () => ({}),
    claims: [],
  } as unknown as Case;
  const request = {
    case: 'probe/later',
    mode: 'virtual',
    offer: {},
    observed: {},
    shutdown: {},
    budget: 1_000,
  } as const;
  const door = { listen: () => () => undefined, progress: () => undefined };
  const { outcome } = await runCase(tested, closing({}), request, { dialect: {}, depth: 'quick' }, door);
  expect(outcome).toMatchObject({ verdict: 'skip', skip: { because: 'untested: needs a process target' } });
});
