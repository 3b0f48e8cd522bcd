import { defineTarget, noTasks, type Service } from '../../../harness/index.ts';
import { Log } from '../streaming/log.ts';
import { FacilitatorClient, type Leftover } from './mended.ts';
import { ComponentGroup } from './mended-group.ts';
import { presentClient } from './present.ts';

/** The client, mended. */
export const target = defineTarget({
  name: 'facilitator-mended',
  version: '2.0.0',
  profile: 'component',
  dialect: { 'loop.crash': 'fails', 'heartbeat.drain': 'until-end', 'stop.order': 'declared', unobserved: 'hook' },
  report: (settled) => ({ left: (settled as Partial<Leftover> | undefined)?.left ?? [] }),
  open() {
    const log = new Log();
    return {
      submit: noTasks,
      diagnostics: (sink) => log.listen(({ level, text, error }) => sink({ level, text, error })),
      component: (ports) => presentClient(new FacilitatorClient(ports, log)),
      components: (list) => presentGroup(new ComponentGroup(list, log)),
    };
  },
});

const presentGroup = (group: ComponentGroup): Service => ({
  start: () => group.start(),
  stop: ({ signal }) => group.stop(signal),
  get state() {
    return group.state;
  },
  [Symbol.asyncDispose]: () => group[Symbol.asyncDispose](),
});
