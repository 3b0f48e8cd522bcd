import type { ProcessTarget } from '../adapter/process.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

const wish = { grace: 1_000, force: 1_000 };

/** What a server answers: the routes of the kit, if it mounts them, and whether it takes work. */
export async function server(bench: Bench, offering: Offering): Promise<void> {
  const { server: lab } = bench;
  await lab.start(wish);
  offering.give('process', 'it was started as a process');
  const answer = await lab.probe('/ok');
  if (typeof answer !== 'number') throw silent(answer);
  offering.give('http', `GET /ok was answered ${answer}`);
  if (answer !== 200 || !(await holds(bench))) return;
  offering.give('routes', 'GET /gate/smoke waited for its gate');
  if (await streams(bench)) offering.give('sse', 'GET /sse began a stream');
  await lab.submit('plain', [{ note: 'ran' }, { return: 1 }]);
  await bench.until('the plain job has run', (history) => history.ended('plain') !== undefined);
  const ran = bench.history.ended('plain') !== undefined;
  offering.giveIf(ran, 'submit', 'POST /run took a job, and its body ran');
}

/** A response that waits for the kit shows that the routes are the kit's own. */
async function holds(bench: Bench): Promise<boolean> {
  await bench.server.connect('smoke');
  bench.server.get('smoke', '/gate/smoke', 'close');
  await bench.until('the request waits at its gate', (history) => history.started('GET /gate/smoke') !== undefined);
  bench.open('smoke');
  await bench.until('the request is answered', (history) => history.all('server.response').length > 0);
  const response = bench.history.all('server.response')[0]?.value as { body?: string } | undefined;
  return response?.body === 'done smoke';
}

async function streams(bench: Bench): Promise<boolean> {
  await bench.server.connect('stream');
  bench.server.get('stream', '/sse');
  const begun = (): boolean => bench.server.received('stream').includes('text/event-stream');
  await bench.until('the stream has begun', begun);
  return begun();
}

/** True for a server; what speaks the wire protocol has a coordinator. */
export const isServer = (target: object): target is ProcessTarget => 'command' in target;

const silent = (answer: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_SMOKE',
    `The smoke run asked the server for /ok, and the answer was ${describe(answer)}.`,
    'Any status will do: `ready` must name the port of an HTTP server.',
  );
