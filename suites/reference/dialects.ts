import type { Json } from '../../harness/index.ts';
import type { Choices } from './settings.ts';

/** One choice that the reference can be put in, and what comes with it. */
export interface Variant {
  readonly option: string;
  readonly value: string;
  /** The choice with its numbers, where it has some. */
  readonly choice?: Json;
  readonly implies?: Choices;
}

/**
 * Every value that the requirements read, but for the defaults and the deviations; one at a time from
 * the default. In JavaScript `exception` and `signal` are one mechanism seen from two sides: the waits of a body raise
 * what its signal says. Tables of names, and a bare flag that is polled, are left to adapters of other systems.
 */
export const variants: readonly Variant[] = [
  { option: 'abandoned', value: 'failed' },
  { option: 'abandoned', value: 'abandoned' },
  { option: 'abandoned', value: 'kept', implies: { 'shutdown.queued': 'requeue' } },
  { option: 'callback.error', value: 'to-canceller' },
  { option: 'callback.error', value: 'platform' },
  { option: 'callback.late', value: 'state-only' },
  { option: 'cancel.return', value: 'confirmed', implies: { 'cancel.wait': 'quiesced' } },
  { option: 'cancel.return', value: 'void' },
  { option: 'cancel.wait', value: 'quiesced' },
  { option: 'cancel.delivery', value: 'exception' },
  { option: 'cancel.delivery', value: 'kill' },
  { option: 'cancel.delivery', value: 'tell-then-kill', choice: { value: 'tell-then-kill', after: 50 } },
  { option: 'cancel.trigger', value: 'level' },
  { option: 'cancel.binding', value: 'sticky', implies: { 'cancel.committed': 'marked' } },
  { option: 'cancel.terminal', value: 'error' },
  { option: 'cancel.terminal', value: 'ignore' },
  { option: 'cancel.unknown', value: 'error' },
  { option: 'cancel.unknown', value: 'ignore' },
  { option: 'cancel.unknown', value: 'tombstone' },
  { option: 'cancel.second', value: 'noop-false' },
  { option: 'cancel.second', value: 'error' },
  { option: 'cancel.second', value: 'escalate' },
  { option: 'cancel.reply', value: 'silent', implies: { 'cancel.return': 'void' } },
  { option: 'cancelAll.answer', value: 'list' },
  { option: 'cancelAll.answer', value: 'void' },
  { option: 'cancelAll.scope', value: 'running' },
  { option: 'cancelAll.scope', value: 'queued' },
  { option: 'cleanup.error', value: 'failed' },
  { option: 'client.disconnect', value: 'cancel-last' },
  { option: 'client.disconnect', value: 'cancel-owner' },
  { option: 'delivery', value: 'exactly-once', implies: { abandoned: 'kept', 'shutdown.queued': 'requeue' } },
  { option: 'dispose.error', value: 'aggregate' },
  { option: 'group.bodyEnd', value: 'cancel' },
  { option: 'group.childCancel', value: 'continue' },
  { option: 'group.childCancel', value: 'ends-group' },
  { option: 'group.errors', value: 'primary+suppressed' },
  { option: 'group.errors', value: 'first' },
  { option: 'group.failure', value: 'collect' },
  { option: 'group.lateSpawn', value: 'refuse' },
  { option: 'group.lateSpawn', value: 'start-cancelled' },
  { option: 'outcome.timeout', value: 'failed' },
  { option: 'outcome.timeout', value: 'cancelled' },
  { option: 'queued.cancel', value: 'at-dequeue' },
  { option: 'reason.kept', value: 'last' },
  { option: 'reason.kept', value: 'all' },
  { option: 'shield.outer', value: 'at-once' },
  { option: 'shutdown.children', value: 'refuse' },
  { option: 'shutdown.clientEvent', value: 'shutdown' },
  { option: 'shutdown.clientEvent', value: 'both' },
  { option: 'shutdown.expiry', value: 'throw' },
  { option: 'shutdown.queued', value: 'cancel' },
  { option: 'shutdown.queued', value: 'run' },
  { option: 'shutdown.queued', value: 'return' },
  { option: 'shutdown.queued', value: 'requeue' },
  { option: 'shutdown.reject', value: 'rejected-handle' },
  { option: 'shutdown.reject', value: 'event' },
  { option: 'shutdown.reject', value: 'kept', implies: { 'shutdown.queued': 'requeue', 'shutdown.restart': 'kept' } },
  { option: 'shutdown.restart', value: 'restartable' },
  { option: 'shutdown.restart', value: 'kept' },
  { option: 'shutdown.running', value: 'cancel' },
  { option: 'shutdown.running', value: 'drain' },
  { option: 'shutdown.running', value: 'kill', implies: { 'cancel.delivery': 'kill' } },
  { option: 'shutdown.second', value: 'escalate' },
  { option: 'shutdown.self', value: 'error' },
  { option: 'signal.map', value: 'graceful' },
  { option: 'stop.order', value: 'declared' },
  { option: 'stop.order', value: 'concurrent' },
  { option: 'terminal.authority', value: 'body-first' },
  {
    option: 'terminal.when',
    value: 'at-acceptance',
    implies: { 'cancel.binding': 'sticky', 'cancel.committed': 'marked' },
  },
  { option: 'timeout.settle', value: 'early' },
  { option: 'fairness', value: 'priority' },
  { option: 'lease.release', value: 'error' },
  { option: 'pool.waiters', value: 'serve' },
  { option: 'queue.overflow', value: 'wait' },
  { option: 'queue.overflow', value: 'shed-oldest' },
  { option: 'rate.window', value: 'fixed' },
  { option: 'rate.window', value: 'bucket' },
  { option: 'retry.cancelled', value: 'yes' },
  { option: 'heartbeat.drain', value: 'until-stop' },
  { option: 'loop.crash', value: 'restarts' },
  { option: 'supersede', value: 'queue' },
  { option: 'supersede', value: 'refuse-new' },
  { option: 'token.checkpoint', value: 'wave+final' },
  { option: 'token.checkpoint', value: 'step' },
  { option: 'token.checkpoint', value: 'await' },
  { option: 'token.epoch', value: 'new-epoch' },
  { option: 'wave.failure', value: 'go-on' },
  { option: 'unobserved', value: 'platform' },
  { option: 'timeout.start', value: 'submit' },
  { option: 'timeout.start', value: 'scope' },
];

/** The choices of a variant, all together. */
export const choicesOf = ({ option, value, choice, implies }: Variant): Choices => ({
  ...implies,
  [option]: choice ?? value,
});
