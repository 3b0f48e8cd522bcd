import { parentPort } from 'node:worker_threads';
import { type Json, type JobSpec, runJob, type Token } from '../../harness/index.ts';
import type { Order, Report } from './threads.ts';

/** The far side of a thread: runs the one job that it is sent, under a signal that it is told of. */
const controller = new AbortController();

const say = (report: Report): void => parentPort?.postMessage(report);

const flag = new AbortController();

/** This end of the token. What it is told from the other end goes back there, too: that end knows it already. */
const token: Token = {
  signal: flag.signal,
  get cancelled() {
    return flag.signal.aborted;
  },
  cancel: (reason) => {
    if (flag.signal.aborted) return false;
    flag.abort(reason);
    say({ token: reason });
    return true;
  },
};

function run(spec: JobSpec, hasToken: boolean): void {
  runJob(spec, controller.signal, undefined, hasToken ? token : undefined).then(
    (value: Json) => say({ value }),
    (error: unknown) =>
      say({ error, gaveWay: controller.signal.aborted && Object.is(error, controller.signal.reason) }),
  );
}

parentPort?.on('message', (order: Order) => {
  if ('run' in order) run(order.run, order.hasToken);
  else if ('token' in order) token.cancel?.(order.token);
  else controller.abort(order.abort);
});

say({ ready: true });
