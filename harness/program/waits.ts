import { observe } from '../lab/observe.ts';
import { borrow } from './borrow.ts';
import type { Actions, Section } from './section.ts';

/** The body's own waits. A cancel ends them, by raising the signal's own reason as it is. */
export const waits: Pick<Actions, 'gate' | 'sleep' | 'spin' | 'join' | 'call'> = {
  gate: (section, name) => wait(section, (done) => section.run.home.kit.gate(name, done)),

  sleep: (section, ms) => {
    const { lent } = section;
    if (lent.sleep) return borrow(section, 'sleep', () => lent.sleep?.(ms));
    return wait(section, (done) => {
      const timer = setTimeout(done, ms);
      return () => clearTimeout(timer);
    });
  },

  spin: (section, ms) => {
    const { kit } = section.run.home;
    if (kit.spin) kit.spin(ms);
    else section.run.note('unsupported', 'spin');
    return undefined;
  },

  join: (section, task) => {
    const { home, task: self } = section.run;
    const result = home.children?.get(`${self}/${task}`) ?? home.children?.get(task) ?? home.kit.join(task);
    return wait(section, (done, failed) => {
      observe(result, done, failed);
      return undefined;
    });
  },

  call: (section, message) => Promise.resolve(section.run.home.kit.call(message, section.hearing?.signal)),
};

type Arm = (done: (value?: unknown) => void, failed: (error: unknown) => void) => (() => void) | undefined;

/** Waits for what is armed; `arm` returns how to give it up. */
function wait(section: Section, arm: Arm): Promise<unknown> {
  const { hearing } = section;
  if (!hearing) return new Promise((resolve, reject) => void arm(resolve, reject));
  hearing.signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      hearing.delete(stop);
      undo?.();
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- any reason is a reason, also null and ''
      reject(hearing.signal.reason);
    };
    hearing.add(stop);
    const settle = (how: (value: unknown) => void) => (value?: unknown) => {
      hearing.delete(stop);
      how(value);
    };
    const undo = arm(settle(resolve), settle(reject));
  });
}
