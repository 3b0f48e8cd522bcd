import { claim, type Conduct, type Held, type History, type Lab, seen, type SoakWay } from '../../harness/index.ts';
import { numberOf, retained } from './declared.ts';

/** Objects that the engine may still have in a register or a frame when it is asked, whatever the coordinator does. */
const slack = 16;

/** So many tasks come, end and go; by then whatever is kept for a time has been kept long enough. */
export async function soaked(lab: Lab, count: number, ways: readonly SoakWay[]): Promise<void> {
  await lab.coordinator();
  await lab.soak.run('soaked', count, ways);
  if (!lab.dialect.is('retention', 'time')) return;
  await lab.advance(numberOf(lab.dialect, 'retention', 0));
  await lab.soak.run('later', ways.length, ways);
}

const held = (history: History) => history.all('soak.held').at(-1);

/** How a soak is judged: each task and its value was asked whether it is still there, after a collection. */
export const forgotten: Pick<Conduct, 'premise' | 'claims'> = {
  premise: (history, context) => {
    const { ran = 0, ended = -1 } = (held(history)?.value ?? {}) as Partial<Held>;
    return {
      'every task has ended': ran > 0 && ran === ended,
      'more tasks have ended than may be kept': ended > retained(context) + slack,
    };
  },
  claims: [
    claim(
      (context) =>
        `at most ${retained(context) + slack} of the tasks that have ended, and of their values, are in memory`,
      (history, context) => {
        const event = held(history);
        const { ran, alive } = (event?.value ?? { ran: 0, alive: 0 }) as Held;
        return alive > retained(context) + slack
          ? seen(`at least ${2 ** Math.floor(Math.log2(alive))} of ${ran} are, after all garbage was collected`, event)
          : undefined;
      },
    ),
  ],
};
