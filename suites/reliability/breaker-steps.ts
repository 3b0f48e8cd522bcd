import { claim, type History, type Lab, type Program, seen } from '../../harness/index.ts';
import { attempts, callOf, callText, settled } from './facts.ts';

export const failures = 5;
export const rest = 1_000;
export const trials = 1;

export const reaches: Program = [{ note: 'in' }, { return: 1 }];
export const fails: Program = [{ throw: 'E' }];

/** Five failures in a row. */
export async function open(lab: Lab): Promise<void> {
  await lab.coordinator();
  lab.policies.build('B', 'breaker', { failures, rest, trials });
  for (let number = 1; number <= failures; number++) {
    lab.policies.call('B', `failure ${number}`, () => fails);
    await lab.quiesce();
  }
}

/** The last of the failing calls got through to the dependency: the breaker had every reason to open. */
export const opened = (history: History) => ({
  'the fifth failing call reached the dependency': attempts(history, `failure ${failures}`)[0],
});

export const refusedAtOnce = (call: string, mark: string) =>
  claim(`the call "${call}" is rejected at once, and does not reach the dependency`, (history) => {
    const answer = settled(history, call, mark);
    const made = attempts(history, call)[0];
    if (made) return seen('it reached the dependency', made);
    return answer?.kind === 'fail'
      ? undefined
      : seen(`the call ${callText(history, call)}`, answer ?? history.mark(mark));
  });

export const getsThrough = (call: string) =>
  claim(`the call "${call}" reaches the dependency and fulfils`, (history) => {
    const answer = callOf(history, call)?.answer;
    const made = attempts(history, call).length > 0;
    return made && answer?.kind === 'ok'
      ? undefined
      : seen(
          `it ${made ? 'reached' : 'did not reach'} the dependency, and ${callText(history, call)}`,
          answer ?? history.last,
        );
  });
