import { parentPort } from 'node:worker_threads';
import { type Json, type JobSpec, runJob } from '../../harness/index.ts';
import type { Order, Report } from './threads.ts';

/** The far side of a thread: runs the one job that it is sent, under a signal that it is told of. */
const controller = new AbortController();

const say = (report: Report): void => parentPort?.postMessage(report);

function run(spec: JobSpec): void {
  runJob(spec, controller.signal).then(
    (value: Json) => say({ value }),
    (error: unknown) =>
      say({ error, gaveWay: controller.signal.aborted && Object.is(error, controller.signal.reason) }),
  );
}

parentPort?.on('message', (order: Order) => {
  if ('run' in order) run(order.run);
  else controller.abort(order.abort);
});

say({ ready: true });
