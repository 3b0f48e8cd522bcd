import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { manyCancels } from './many-cancels.ts';
import { secondStop } from './second-stop.ts';
import { start } from './start.ts';
import { winner } from './winner.ts';

/** What holds whatever comes first. */
const cases = { ...winner, ...start, ...secondStop, ...manyCancels };

export const suite = defineSuite(readCatalogue(import.meta.url), cases);
