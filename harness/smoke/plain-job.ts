import { takesNoTasks } from '../adapter/tasks.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import type { Bench } from '../lab/bench.ts';
import { remoteOf } from '../lab/remote.ts';
import { primitives } from './lent.ts';
import type { Offering } from './offering.ts';

/**
 * The first probe: one job that returns. It tells "your adapter is wrong" from "your coordinator is wrong", so what
 * fails here is an error of the adapter.
 */
export async function plainJob(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  if (takesNoTasks(bench.current.submit)) return;
  bench.submit('plain', [{ note: 'ran' }, { return: 1 }]);
  await bench.quiesce();
  await bench.until('the plain job has settled', (history) => history.result('plain') !== undefined);
  bench.failed();
  const { history } = bench;
  const refused = history.call('submit', 'plain')?.answer;
  if (refused?.kind === 'fail') {
    throw smokeFailed(
      `\`submit\` refused it: ${describe(refused.value)}`,
      'Pass the job on as the library wants it; a refusal of a plain job is not an answer.',
    );
  }
  if (!refused)
    throw smokeFailed(
      '`submit` has not answered',
      'It must hand over the job and return its handle, or a promise of it.',
    );
  if (!history.started('plain')) {
    throw smokeFailed(
      'its body was never run',
      'Call `job.run(signal, lent)` from the function that the library runs as the task.',
    );
  }
  if (isPassedBy(bench)) return;
  offering.give('submit', 'a plain job was accepted and its body ran');
  const result = history.result('plain');
  if (result?.kind === 'ok') offering.give('result', `its result settled with ${describe(result.value)}`);
  else if (!result) offering.withoutEffect('result', 'the result of a job whose body had returned was never settled');
  else
    throw smokeFailed(
      `its result was rejected with ${describe(result.value)}`,
      "The body returned 1; hand its promise over to the library, and the library's promise back.",
    );
  members(bench, offering);
}

const more = ['resources', 'policies', 'token', 'link', 'waves', 'component', 'components'] as const;
const wishes = ['job.signal', 'job.timeout', 'job.token', 'open.concurrency', 'open.timeout', 'run.signal'] as const;

/**
 * The `submit` of a toolkit may do nothing but run the body and hand its very promise back, because there has to be one:
 * that is `noTasks` in other words, and its verdicts would be the kit's own.
 */
function isPassedBy({ current, programs, reads, target, tasks }: Bench): boolean {
  const { handle } = tasks.all.get('plain') ?? {};
  const says = Object.keys(current).some((member) => member !== 'submit' && member !== 'dispose' && !isMore(member));
  return (
    (target.profile === undefined || target.profile === 'toolkit' || target.profile === 'component') &&
    more.some((member) => current[member] !== undefined) &&
    !says &&
    handle !== undefined &&
    handle.result === programs.lastBody &&
    Object.keys(handle).length === 1 &&
    !wishes.some((wish) => reads.has(wish)) &&
    !primitives.some((name) => reads.has(`lent.${name}`))
  );
}

const isMore = (member: string): boolean => (more as readonly string[]).includes(member);

/** What follows from members that are present and from wishes that were read. */
function members(bench: Bench, offering: Offering): void {
  const coordinator = bench.current;
  const { handle } = bench.tasks.all.get('plain') ?? {};
  offering.giveIf(coordinator.cancel, 'cancel.byId', 'the coordinator has `cancel`');
  offering.giveIf(coordinator.cancelAll, 'cancel.all', 'the coordinator has `cancelAll`');
  offering.giveIf(coordinator.idle, 'idle', 'the coordinator has `idle`');
  offering.giveIf(coordinator.query, 'query', 'the coordinator has `query`');
  offering.giveIf(coordinator.result, 'result.byId', 'the coordinator has `result`');
  offering.giveIf(coordinator.diagnostics, 'diagnostics', 'the coordinator has `diagnostics`');
  offering.giveIf(handle?.ended, 'ended', 'the handle has `ended`');
  offering.giveIf(handle?.subscribe, 'subscribe.late', 'the handle has `subscribe`');
  offering.giveIf(handle?.id === 'plain', 'id.chosen', 'the handle has the id that the kit chose');
  offering.giveIf(remoteOf(coordinator), 'process', 'the coordinator lives in a process of its own');
  offering.giveIf(bench.programs.elsewhere, 'threads', 'the journal of a job came from elsewhere');
}

const smokeFailed = (found: string, hint: string): QuiesceError =>
  new QuiesceError('adapter', 'ADAPTER_SMOKE', `The smoke run submitted one plain job, and ${found}.`, hint);
