import { defineTarget, noTasks } from '../../../harness/index.ts';
import { Log } from '../streaming/log.ts';
import { FacilitatorClient } from './client.ts';
import { ComponentGroup } from './component-group.ts';
import { presentClient } from './present.ts';

/** The client as its redesign describes it. Its order of stopping takes no dependencies. */
export const target = defineTarget({
  name: 'facilitator-before',
  version: '1.0.0',
  profile: 'component',
  dialect: { 'loop.crash': 'fails', 'heartbeat.drain': 'until-end', 'stop.order': 'reverse', unobserved: 'hook' },
  open() {
    const log = new Log();
    return {
      submit: noTasks,
      diagnostics: (sink) => log.listen(({ level, text, error }) => sink({ level, text, error })),
      component: (ports) => presentClient(new FacilitatorClient(ports, log)),
      components: (list) => new ComponentGroup(list),
    };
  },
});
