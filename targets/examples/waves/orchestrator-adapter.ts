import { defineTarget } from '../../../harness/index.ts';
import { MessageBot } from './bot.ts';
import { RunEvents } from './events.ts';
import { Orchestrator } from './orchestrator.ts';
import { processWithTimeout } from './timeout-protection.ts';
import { CancellationToken } from './token.ts';

/** The orchestrator as its report describes it. A request is one message to the bot; its tools cannot be cancelled. */
export const target = defineTarget({
  name: 'waves-before',
  version: '1.0.0',
  dialect: {
    'token.checkpoint': 'wave',
    'token.epoch': 'new-epoch',
    'wave.failure': 'stop',
    supersede: 'cancel-old',
    'event.names': {
      value: 'map',
      cancelled: 'execution_cancelled',
      handled: 'cancellation_handled',
      wave: 'wave',
      reason: 'reason',
    },
  },
  open() {
    const events = new RunEvents();
    const orchestrator = new Orchestrator(events);
    const bot = new MessageBot();
    return {
      submit: ({ key, run }) => ({ result: key === undefined ? run() : bot.handleMessage(() => run()) }),
      token: () => new CancellationToken(),
      waves(plan, { token, timeout }) {
        const own = (token as CancellationToken | undefined) ?? new CancellationToken();
        return timeout === undefined
          ? orchestrator.process(plan, own)
          : processWithTimeout(orchestrator, plan, own, timeout);
      },
      subscribe: (listener) => events.subscribe(listener),
      diagnostics: (sink) => events.log.listen(({ level, text, error }) => sink({ level, text, error })),
    };
  },
});
