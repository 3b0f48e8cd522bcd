import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { bounded, startWhileStopping } from './bounded.ts';
import { connections } from './connections.ts';
import { crash } from './crash.ts';
import { duringStart } from './during-start.ts';
import { failingStart } from './failing-start.ts';
import { failingStop } from './failing-stop.ts';
import { failureMeets, graphs, manyFail } from './graphs.ts';
import { heartbeat } from './heartbeat.ts';
import { messages } from './messages.ts';
import { order } from './order.ts';
import { receive } from './receive.ts';
import { reconnect } from './reconnect.ts';
import { scoped } from './scoped.ts';
import { startTwice } from './start-twice.ts';
import { state } from './state.ts';
import { stopCancelled } from './stop-cancelled.ts';
import { stopTwice } from './stop-twice.ts';
import { survives } from './survives.ts';

const cases = {
  ...startTwice,
  ...startWhileStopping,
  ...stopTwice,
  ...order,
  ...graphs,
  ...failingStart,
  ...failureMeets,
  ...failingStop,
  ...manyFail,
  ...bounded,
  ...heartbeat,
  ...reconnect,
  ...messages,
  ...scoped,
  ...state,
  ...stopCancelled,
  ...receive,
  ...crash,
  ...duringStart,
  ...connections,
  ...survives,
};

/** Components and their managers: how they start, and that nothing of them is left when they have stopped. */
export const suite = defineSuite(readCatalogue(import.meta.url), cases);
