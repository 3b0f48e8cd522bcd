import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { answers } from './answers.ts';
import { anyReason } from './any-reason.ts';
import { cancelAll } from './cancel-all.ts';
import { cleanup } from './cleanup.ts';
import { cleanupWork } from './cleanup-work.ts';
import { clients } from './clients.ts';
import { delivery } from './delivery.ts';
import { disconnect } from './disconnect.ts';
import { ended } from './ended.ts';
import { errors } from './errors.ts';
import { family } from './family.ts';
import { grid } from './grid.ts';
import { neighbours } from './neighbours.ts';
import { outcome } from './outcome.ts';
import { queue } from './queue.ts';
import { reason } from './reason.ts';
import { self } from './self.ts';
import { signals } from './signals.ts';
import { threads } from './threads.ts';
import { twice } from './twice.ts';
import { unwatched } from './unwatched.ts';
import { waiters } from './waiters.ts';
import { waiting } from './waiting.ts';

const cases = {
  ...delivery,
  ...neighbours,
  ...outcome,
  ...clients,
  ...answers,
  ...ended,
  ...twice,
  ...queue,
  ...unwatched,
  ...reason,
  ...cleanup,
  ...cleanupWork,
  ...errors,
  ...self,
  ...cancelAll,
  ...family,
  ...signals,
  ...waiting,
  ...waiters,
  ...disconnect,
  ...threads,
  ...anyReason,
};

/** What a coordinator owes a task, its clients and whoever awaits it, once the task is cancelled. */
export const suite = defineSuite(readCatalogue(import.meta.url), cases, grid);
