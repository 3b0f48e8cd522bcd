import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { causes } from './causes.ts';
import { counts } from './counts.ts';
import { idle } from './idle.ts';
import { life } from './life.ts';
import { logs } from './logs.ts';
import { calledOff, quiet } from './quiet.ts';
import { sink } from './sink.ts';
import { stamps } from './stamps.ts';
import { unfinished } from './unfinished.ts';

const cases = {
  ...life,
  ...stamps,
  ...causes,
  ...unfinished,
  ...logs,
  ...counts,
  ...quiet,
  ...calledOff,
  ...sink,
  ...idle,
};

/** What a coordinator shows of itself: events, records, counts, and nothing that it should not. */
export const suite = defineSuite(readCatalogue(import.meta.url), cases);
