import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { drain } from './drain.ts';
import { cleanupOnce, terminalState } from './ends.ts';
import { failingClients } from './failing-clients.ts';
import { growth } from './growth.ts';
import { identities } from './identities.ts';
import { intake, shutdownTwice } from './intake.ts';
import { joining } from './joining.ts';
import { leaving } from './leaving.ts';
import { limits } from './limit.ts';
import { wholeLifeCases } from './lives.ts';
import { manyCancels } from './many-cancels.ts';
import { networks } from './networks.ts';
import { order, silence } from './order.ts';
import { secondStop } from './second-stop.ts';
import { reentrant } from './reentrant.ts';
import { refused } from './refused.ts';
import { droppedClients, slowClients } from './slow-clients.ts';
import { start } from './start.ts';
import { stores } from './stores.ts';
import { transactions } from './transactions.ts';
import { winner } from './winner.ts';

/** What holds whatever comes first. */
const cases = {
  ...winner,
  ...start,
  ...secondStop,
  ...manyCancels,
  ...limits,
  ...joining,
  ...leaving,
  ...failingClients,
  ...slowClients,
  ...droppedClients,
  ...intake,
  ...shutdownTwice,
  ...drain,
  ...terminalState,
  ...wholeLifeCases,
  ...order,
  ...silence,
  ...cleanupOnce,
  ...transactions,
  ...stores,
  ...networks,
  ...growth,
  ...identities,
  ...reentrant,
  ...refused,
};

export const suite = defineSuite(readCatalogue(import.meta.url), cases);
