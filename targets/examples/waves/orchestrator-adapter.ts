import { defineTarget, type TaskEvent } from '../../../harness/index.ts';
import { MessageBot } from './bot.ts';
import { RunEvents } from './events.ts';
import { Orchestrator } from './orchestrator.ts';
import { processWithTimeout } from './timeout-protection.ts';
import { CancellationToken } from './token.ts';

/**
 * The orchestrator as its report describes it. A request with a key is a message to the bot of the report's
 * example; one without is a message to a bot of its own. Tools cannot be cancelled,
 * and nor can a request: that is its design, and why no profile is claimed.
 */
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
  classify(said, view) {
    if (view !== 'events') return undefined;
    const { type } = said as TaskEvent;
    return type === 'message_processed' ? 'completed' : type === 'message_failed' ? 'failed' : null;
  },
  open() {
    const events = new RunEvents();
    const orchestrator = new Orchestrator(events);
    const shared = new MessageBot(events);
    return {
      submit({ id, key, run }) {
        const bot = key === undefined ? new MessageBot(events) : shared;
        return { id, result: bot.handleMessage(id, async () => run()) };
      },
      token: () => new CancellationToken(),
      waves(plan, { token, timeout }) {
        const own = (token as CancellationToken | undefined) ?? new CancellationToken();
        return timeout === undefined
          ? orchestrator.process(plan, own)
          : processWithTimeout(orchestrator, plan, own, timeout);
      },
      subscribe: (listener) => events.subscribe(listener),
      diagnostics: (sink) =>
        events.log.listen(({ level, text, key, error }) => sink({ level, text, task: key, error })),
    };
  },
});
