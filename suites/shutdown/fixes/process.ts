import type { Fixes } from '../../fix.ts';

/** Signals, exit status and connections of a process. */
export const processFixes: Fixes = {
  'SHU-13': {
    title: 'Have SIGTERM start the shutdown, and let the process end by itself',
    effort: 'hours',
    sketch: `
process.once('SIGTERM', () => {
  void coordinator.shutdown({ grace: 10_000 }).then((report) => {
    process.exitCode = report.unfinished.length > 0 ? 1 : 0;
    server.close();
  });
});`,
    note: 'No `process.exit`: it cuts whatever still writes.',
  },
  'SHU-14': {
    title: 'Treat SIGINT as what it is declared to be',
    effort: 'minutes',
    sketch: `
process.once('SIGINT', () => void finish(coordinator.shutdown({ grace: 0 }))); // fast: tell at once
process.once('SIGTERM', () => void finish(coordinator.shutdown({ grace: 10_000 })));`,
  },
  'SHU-15': {
    title: 'Let a second signal end the process',
    effort: 'minutes',
    sketch: `
let stopping = false;
const onSignal = (signal: NodeJS.Signals) => {
  if (stopping) return process.exit(130); // somebody means it
  stopping = true;
  void finish(coordinator.shutdown(options));
};
process.on('SIGTERM', onSignal).on('SIGINT', onSignal);`,
  },
  'SHU-16': {
    title: 'Set the exit status by what the shutdown reports',
    effort: 'minutes',
    sketch: `
const { unfinished } = await coordinator.shutdown(options);
process.exitCode = unfinished.length > 0 ? 1 : 0;`,
    note: 'An exit(0) in a `finally` says "all is well" also of work that was given up.',
  },
  'SHU-17': {
    title: 'Stop listening, and let the requests under way finish',
    effort: 'hours',
    sketch: `
server.close(); // refuses newcomers, keeps the requests under way
await within(coordinator.shutdown({ grace }), grace + force);
server.closeAllConnections(); // only now`,
  },
  'SHU-18': {
    title: 'End event streams with a last event, and cut what still is open at the deadline',
    effort: 'hours',
    sketch: `
for (const stream of streams) stream.end(encode(finalEvent(stream.task)));
server.close();
server.closeIdleConnections();
setTimeout(() => server.closeAllConnections(), grace + force).unref();`,
    note: 'A connection that never sent a byte is neither idle nor busy for `closeIdleConnections`.',
  },
  'SHU-19': {
    title: 'Close idle connections, and tell busy ones that this was the last response',
    effort: 'minutes',
    sketch: `
server.on('request', (_request, response) => {
  if (closing) response.setHeader('Connection', 'close');
});
server.close();
server.closeIdleConnections();`,
  },
  'SHU-25': {
    title: 'Report "not ready" first, and close the listener after the delay',
    effort: 'hours',
    sketch: `
ready = false; // GET /ready answers 503 from here on
await sleep(preStopMs); // balancers look away; requests are still answered
server.close();
await coordinator.shutdown(options);`,
  },
};
