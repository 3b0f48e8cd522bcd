import { runCase, smokeRun } from '../run-case.ts';
import { main } from './host.ts';

main({ runCase, smokeRun });
