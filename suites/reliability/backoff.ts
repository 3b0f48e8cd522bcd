import { claim, type Context, forEach, type History, type Lab, seen } from '../../harness/index.ts';
import { type Cases } from './claims.ts';
import { attempts, callOf, endOf, settled } from './facts.ts';
import { untilSettled } from './passing.ts';

const operations = Array.from({ length: 100 }, (_, index) => `op ${index + 1}`);
const cap = 1_000;
const first = 100;
const most = 6;

/** How much later than asked a timer of the platform may fire, ms. */
const slack = 50;

async function callAll(
  lab: Lab,
  setting: { readonly attempts: number; readonly cap?: number; readonly timeout?: number },
  ms: number,
): Promise<void> {
  await lab.coordinator();
  lab.policies.build('R', 'retry', { delay: first, ...setting });
  for (const operation of operations) lab.policies.call('R', operation, () => [{ throw: 'E' }]);
  await untilSettled(lab, operations, ms);
}

/** Waits between attempts, of every operation: of the first wait all, of the second all, and so on. */
function waits(history: History): readonly (readonly number[])[] {
  const found: number[][] = [];
  for (const operation of operations) {
    const begun = attempts(history, operation);
    for (const [index, next] of begun.slice(1).entries()) {
      const end = endOf(history, begun[index]);
      (found[index] ??= []).push(next.at - (end?.at ?? 0));
    }
  }
  return found;
}

/** The greatest wait after each attempt grows as long as the one before is below half the cap. */
const grows = (history: History, { offer }: Context) => {
  const greatest = waits(history).map((list) => Math.max(...list));
  return forEach(
    greatest.slice(1).map((now, index) => [index + 2, greatest[index] ?? 0, now] as const),
    ([number, before, now]) => {
      const capped = offer['retry.cap'] !== undefined && before >= cap / 2;
      return capped || now > before
        ? undefined
        : seen(`the greatest wait number ${number} was ${now} ms, the one before ${before} ms`, history.last);
    },
  );
};

const attemptsIn = (history: History) => history.all('policy.attempt', undefined, 'saw');

/** REL-22: the waits between attempts. Numbers of chance come from the seed of the virtual clock, or are judged by their spread. */
export const backoff: Cases = {
  'grows-to-the-cap-with-jitter': {
    workload: (lab) => callAll(lab, { attempts: most, cap }, 60_000),
    premise: (history) => ({
      'a hundred operations made all their attempts': operations.every(
        (operation) => attempts(history, operation).length === most,
      ),
    }),
    claims: [
      claim('at least 20 of 100 first waits differ', (history) => {
        const distinct = new Set(waits(history)[0]);
        return distinct.size >= 20
          ? undefined
          : seen(`there were ${distinct.size} different first waits`, history.last);
      }),
      claim(`every wait is at most ${cap} ms, where the cap was read`, (history, { offer, mode }) => {
        const longest = Math.max(...waits(history).flat());
        const allowed = cap + (mode === 'virtual' ? 0 : slack);
        return offer['retry.cap'] !== undefined && longest > allowed
          ? seen(`the longest wait was ${longest} ms`, history.last)
          : undefined;
      }),
      claim('the greatest wait grows from attempt to attempt, up to half the cap', grows),
    ],
  },

  'no-attempt-after-the-deadline': {
    workload: (lab) => callAll(lab, { attempts: 50, timeout: 1_000 }, 60_000),
    premise: (history) => ({
      'an attempt was repeated': operations.some((operation) => attempts(history, operation).length > 1),
      'not all attempts were made: some would have been due after the limit':
        operations.every((operation) => attempts(history, operation).length < 50) ||
        attemptsIn(history).some(({ at }) => at > 1_000),
    }),
    claims: [
      claim('no attempt starts after 1000 ms', (history, { mode }) => {
        const late = attemptsIn(history).find(({ at }) => at > 1_000 + (mode === 'virtual' ? 0 : slack));
        return late && seen(`an attempt of ${late.task} started at ${late.at} ms`, late);
      }),
      claim('every operation has settled by then', (history, { mode }) =>
        forEach(operations, (operation) => {
          const answer = settled(history, operation);
          if (!answer) return seen(`${operation} was still pending`, callOf(history, operation)?.invoke);
          return answer.at > 1_000 + (mode === 'virtual' ? 0 : slack)
            ? seen(`${operation} settled at ${answer.at} ms`, answer)
            : undefined;
        }),
      ),
    ],
  },
};
