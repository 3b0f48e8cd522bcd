import { claim, type Claim, type Ended, type History, missing, seen } from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';

export const done = (history: History, name: string) => history.all('child.done').find(({ who }) => who === name);

export const ended = (history: History, name: string) => history.all('child.ended').find(({ who }) => who === name);

/** A process that has done its errand ends although nobody ends it. */
export const endsByItself = (name: string): Claim =>
  claim('the process ends by itself, with status 0, within 2 s', (history) => {
    const event = ended(history, name);
    if (!event) return missing(undefined, 'it lives on', history.last);
    const { code, signal } = event.value as Ended;
    return code === 0 ? undefined : seen(signal === null ? `it ended with ${code}` : `it died by ${signal}`, event);
  });

/** SHU-12 and SHU-20, in a process that has the target to itself. */
export const alone: Cases = {
  'the-process-ends-by-itself': {
    workload: (lab) => lab.child.run('alone', { shutdown: lab.dialect.shutdownMode ?? '' }),
    premise: (history) => ({ 'T had completed and the shutdown had fulfilled': done(history, 'alone') }),
    claims: [endsByItself('alone')],
  },

  'the-default-action-is-back': {
    workload: (lab) => lab.child.run('alone', { shutdown: lab.dialect.shutdownMode ?? '', stays: true }, 'SIGTERM'),
    absent: (history) =>
      history.all('child.opened').some(({ value }) => value === 0)
        ? 'the coordinator listens to nothing of the process'
        : undefined,
    premise: (history) => ({
      'it listened to something of the process once it was open': history
        .all('child.opened')
        .find(({ value }) => Number(value) > 0),
      'T had completed and the shutdown had fulfilled': done(history, 'alone'),
    }),
    claims: [
      claim('the process dies by the signal, as one does that nobody has touched', (history) => {
        const event = ended(history, 'alone');
        if (!event) return missing(undefined, 'it lives on', history.last);
        const { code, signal } = event.value as Ended;
        return signal === 'SIGTERM' ? undefined : seen(`it ended with ${code ?? signal}`, event);
      }),
    ],
  },
};
