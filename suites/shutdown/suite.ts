import { defineSuite, readCatalogue, untested } from '../../harness/index.ts';
import { abandoned } from './abandoned.ts';
import { alone } from './alone.ts';
import { bounds } from './bounds.ts';
import { clients } from './clients.ts';
import { dependencies } from './dependencies.ts';
import { end } from './end.ts';
import { inside } from './inside.ts';
import { intake } from './intake.ts';
import { leftovers } from './leftovers.ts';
import { queue } from './queue.ts';
import { serverHttp } from './server-http.ts';
import { serverSignals } from './server-signals.ts';
import { serverStreams } from './server-streams.ts';
import { telling } from './telling.ts';

const inProcess = {
  ...end,
  ...bounds,
  ...intake,
  ...telling,
  ...queue,
  ...clients,
  ...leftovers,
  ...dependencies,
  ...inside,
  ...abandoned,
};

/** In a process of the target's own, where signals, exit codes and connections are real. */
const onServers = { ...serverSignals, ...serverHttp, ...serverStreams };

const catalogue = readCatalogue(import.meta.url);

/** What the kit cannot do yet, and why. */
const notYet = {
  'an-http2-peer-gets-goaway': untested(
    'needs a client that speaks HTTP/2 frame by frame, and hangs up at none of them',
  ),
};

/** What a coordinator owes its tasks, and whoever waits for them, when it is told to end. */
export const suite = defineSuite(catalogue, { ...inProcess, ...alone, ...onServers, ...notYet });
