import { defineTarget, type Listener } from '../../../harness/index.ts';
import type { TaskNews } from '../streaming/mended-stream.ts';
import { kept, unread } from '../streaming/mended.ts';
import { RunEvents } from './events.ts';
import { MessageBot } from './mended-bot.ts';
import { Orchestrator } from './mended-orchestrator.ts';
import { CancellationToken } from './mended-token.ts';

/** The orchestrator, mended. A request is one message to the bot, which tells it of a cancel by a signal. */
export const target = defineTarget({
  name: 'waves-mended',
  version: '2.0.0',
  profile: 'orchestrator',
  dialect: {
    'cancel.delivery': 'signal',
    'token.checkpoint': 'wave',
    'token.epoch': 'new-epoch',
    'callback.error': 'platform',
    'callback.late': 'state-only',
    'late.view': 'live-only',
    'client.slow': 'disconnect',
    'client.buffer': { value: 'number', count: unread },
    'wave.failure': 'stop',
    supersede: 'cancel-old',
    retention: { value: 'count', count: kept },
    unobserved: 'hook',
    'event.names': {
      value: 'map',
      cancelled: 'execution_cancelled',
      handled: 'cancellation_handled',
      wave: 'wave',
      reason: 'reason',
    },
  },
  classify: (said, view) =>
    (view === 'events' || view === 'lateSubscribe') && !(said as Partial<TaskNews>).last ? null : undefined,
  open() {
    const events = new RunEvents();
    const orchestrator = new Orchestrator(events);
    const bot = new MessageBot();
    return {
      submit({ id, key, run }) {
        const task = bot.handleMessage(id, key, (signal, emit) => run(signal, { emit }));
        return {
          id,
          result: task.result,
          cancel: (reason) => task.stop({ ending: 'cancelled', reason }),
          subscribe: (listener: Listener) => bot.tasks.subscribe(listener, task),
        };
      },
      token: () => new CancellationToken(),
      waves: (plan, { token, timeout }) => orchestrator.process(plan, token as CancellationToken | undefined, timeout),
      subscribe(listener) {
        const leave = [events.subscribe(listener), bot.tasks.subscribe(listener)];
        return () => {
          for (const one of leave) one();
        };
      },
      diagnostics(sink) {
        const leave = [events.log, bot.tasks.log].map((log) =>
          log.listen(({ level, text, key, error }) => sink({ level, text, task: key, error })),
        );
        return () => {
          for (const one of leave) one();
        };
      },
    };
  },
});
