import { answerOf, answerText } from '../checkers/answers.ts';
import { carries } from '../checkers/reasons.ts';
import { describe } from '../describe.ts';
import type { Call, Event, History } from '../history.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

const reason = 'quiesce: the reason of a cancel';

/** True if there is any way at all to cancel a task: of its handle, by identity, or by the signal it was given. */
export function canCancel({ tasks, reads }: Bench, task: string): boolean {
  const submitted = tasks.all.get(task);
  return (submitted?.handle?.cancel ?? submitted?.coordinator.cancel) !== undefined || reads.has('job.signal');
}

/**
 * Cancel of a running job. A negative answer with nothing touched means that it is not offered; a positive one
 * without delivery is offered, and CAN-01 fails; anything else without a change is present without effect.
 */
export async function cancelRunning(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  bench.submit('T', [{ try: { body: [{ gate: 'g' }], finally: [{ gate: 'fin' }] } }]);
  await bench.quiesce('before');
  if (!canCancel(bench, 'T') || !bench.history.started('T')) return;
  bench.cancel('T', reason);
  await bench.quiesce('cancelled');
  await bench.until('the cancel shows', (history) => touched(history, 'T') !== undefined);
  const first = bench.history;
  const call = first.call('cancel', 'T');
  const pending = answerOf(call) === 'pending';
  bench.cancel('T');
  await bench.quiesce();
  bench.open('fin');
  await bench.quiesce();
  bench.cancel('T');
  await bench.quiesce();
  const effect = touched(first, 'T');
  const answered = answerText(call, describe);
  if (effect) {
    offering.give('cancel.running', `a cancel of a running job ${answered}, and ${effect}`);
    observeAnswers(bench.history, pending, offering);
  } else if (answerOf(call) === 'positive') {
    offering.give('cancel.running', `a cancel of a running job ${answered}`);
  } else if (answerOf(call) !== 'negative') {
    offering.withoutEffect('cancel.running', `a cancel of a running job ${answered}, and nothing was seen to change`);
  }
  const shows = shownReason(bench.history);
  offering.giveIf(shows, 'cancel.reason', `the reason of a cancel was seen in ${shows}`);
}

/** What became of the task once it was cancelled; nothing if nothing did. */
function touched(history: History, task: string): string | undefined {
  const later = history.after('before');
  if (later.told(task)) return 'its body was told';
  if (later.ended(task)) return 'its body ended';
  if (later.result(task)) return 'its result settled';
  if (later.delivered(task).length > 0) return 'an event was delivered';
  return undefined;
}

function observeAnswers(history: History, firstWasPending: boolean, offering: Offering): void {
  const [first, second, third] = history.calls('cancel', 'T');
  const word = answerOf(first);
  if (word === 'void') offering.observe('cancel.return', 'void');
  else if (firstWasPending && first?.answer && after(first, history.ended('T'))) {
    offering.observe('cancel.return', 'confirmed');
    offering.observe('cancel.wait', 'quiesced');
  }
  if (answerOf(second) === 'negative') offering.observe('cancel.second', 'noop-false');
  if (answerOf(second) === 'error') offering.observe('cancel.second', 'error');
  observeLate('cancel.terminal', third, offering);
}

const after = (call: Call, event: Event | undefined): boolean =>
  event !== undefined && call.answer !== undefined && call.answer.seq > event.seq;

function observeLate(option: string, call: Call | undefined, offering: Offering): void {
  if (answerOf(call) === 'void') offering.observe(option, 'ignore');
  if (answerOf(call) === 'error') offering.observe(option, 'error');
}

function shownReason(history: History): string | undefined {
  const told = history.journal('T', 'told').some(({ value }) => carries(value, reason));
  const result = history.result('T');
  if (told) return "the body's signal";
  if (result?.kind === 'fail' && carries(result.value, reason)) return 'the result';
  return history.terminal('T').some(({ value }) => carries(value, reason)) ? 'the terminal event' : undefined;
}

/** Cancel of a job that waits at limit 1. */
export async function cancelQueued(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator({ concurrency: 1 });
  bench.submit('A', [{ gate: 'a' }]);
  // One that takes the newest first has begun the one and is to keep the other waiting.
  await bench.quiesce();
  bench.submit('B', [{ note: 'ran' }]);
  await bench.quiesce('before');
  if (!offering.has('queue') || !canCancel(bench, 'B')) return;
  bench.cancel('B', reason);
  await bench.quiesce();
  const settled = bench.history.result('B') !== undefined;
  bench.open('a');
  await bench.quiesce();
  const call = bench.history.call('cancel', 'B');
  const ran = bench.history.started('B') !== undefined;
  if (settled || !ran || answerOf(call) === 'positive') {
    offering.give(
      'cancel.queued',
      `a cancel of a queued job ${answerText(call, describe)}${settled ? ', and its result settled' : ''}`,
    );
  } else if (answerOf(call) !== 'negative') {
    offering.withoutEffect('cancel.queued', `a cancel of a queued job ${answerText(call, describe)}, and the job ran`);
  }
}

/** Cancel of an identity that nobody has. */
export async function cancelUnknown(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  if (!bench.current.cancel) return;
  bench.cancelById('nobody');
  await bench.quiesce();
  observeLate('cancel.unknown', bench.history.call('cancelById', 'nobody'), offering);
}
