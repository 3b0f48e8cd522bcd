import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { causes } from './causes.ts';
import { counts } from './counts.ts';
import { failures, identities } from './failures.ts';
import { idle, idleAfter } from './idle.ts';
import { life } from './life.ts';
import { logs } from './logs.ts';
import { calledOff, quiet } from './quiet.ts';
import { shownStates } from './shown-states.ts';
import { sink } from './sink.ts';
import { stamps } from './stamps.ts';
import { unfinished } from './unfinished.ts';

const cases = {
  ...life,
  ...failures,
  ...identities,
  ...stamps,
  ...causes,
  ...unfinished,
  ...logs,
  ...counts,
  ...shownStates,
  ...quiet,
  ...calledOff,
  ...sink,
  ...idle,
  ...idleAfter,
};

/** What a coordinator shows of itself: events, records, counts, and nothing that it should not. */
export const suite = defineSuite(readCatalogue(import.meta.url), cases);
