/**
 * What a workload calls to stop something: a task, what it waits for, a run of waves, a resource, a service, the
 * coordinator. A client that goes may end what it asked for. A time limit is none: it comes by itself.
 */
const stops: ReadonlySet<string> = new Set([
  'lab.cancel',
  'lab.cancelById',
  'lab.cancelAll',
  'lab.abort',
  'lab.shutdown',
  'lab.drop',
  'lab.close',
  'lab.own.cancel',
  'lab.tokens.cancel',
  'lab.resources.close',
  'lab.services.stop',
  'lab.services.dispose',
]);

/** True for a step of a workload, by its path from the lab, that stops something. */
export const isStop = (step: string): boolean => stops.has(step);
