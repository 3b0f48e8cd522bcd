import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { failingClients } from './failing-clients.ts';
import { joining } from './joining.ts';
import { leaving } from './leaving.ts';
import { limits } from './limit.ts';
import { manyCancels } from './many-cancels.ts';
import { secondStop } from './second-stop.ts';
import { droppedClients, slowClients } from './slow-clients.ts';
import { start } from './start.ts';
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
};

export const suite = defineSuite(readCatalogue(import.meta.url), cases);
