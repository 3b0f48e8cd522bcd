import {
  claim,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  seen,
} from '../../harness/index.ts';
import { type Cases, unfulfilled } from './claims.ts';
import { heldBack, names } from './facts.ts';

const ten = Array.from({ length: 10 }, (_, index) => index + 1);
const most = 20;

/** The lane that is looked at, in the control run and in the run with load. */
async function runTen(lab: Lab, run: string): Promise<void> {
  for (const number of ten) {
    const task = `Y${number} ${run}`;
    lab.submit(task, [{ note: 'in' }, { gate: task }, { return: number }], { lane: 'Y' });
  }
  await lab.quiesce(`${run} 0`);
  for (const number of ten) {
    lab.open(`Y${number} ${run}`);
    await lab.quiesce(`${run} ${number}`);
  }
}

/** Fills the other lane until one of its tasks has to wait, or is turned away. */
async function fill(lab: Lab, body: Program): Promise<void> {
  for (let number = 1; number <= most; number++) {
    lab.submit(`X${number}`, body, { lane: 'X' });
    await lab.quiesce();
    if (heldBack(lab.history, `X${number}`)) return;
  }
}

/** The tasks that had started by each rest. */
const startsBy = (history: History, run: string): readonly string[] =>
  [0, ...ten].map((mark) =>
    names(
      ten
        .filter((number) => history.before(`${run} ${mark}`).started(`Y${number} ${run}`))
        .map((number) => `Y${number}`),
    ),
  );

const asInTheControl = claim(
  'the tasks of lane Y start, rest by rest, as if lane X were idle, and all complete',
  (history) => {
    const [alone, beside] = [startsBy(history, 'control'), startsBy(history, 'load')];
    const differs = alone.findIndex((starts, index) => starts !== beside[index]);
    return firstOf(
      differs >= 0
        ? seen(
            `by the rest number ${differs} ${beside[differs]} had started, and in the control run ${alone[differs]}`,
            history.mark(`load ${differs}`),
            history.mark(`control ${differs}`),
          )
        : undefined,
      forEach(ten, (number) => unfulfilled(history, `Y${number} load`, number)),
    );
  },
);

async function both(lab: Lab, load: (lab: Lab) => Promise<void>): Promise<void> {
  await lab.coordinator({ concurrency: 2 });
  await runTen(lab, 'control');
  await lab.coordinator({ concurrency: 2 });
  await load(lab);
  await runTen(lab, 'load');
}

const controlRan = (history: History): Event | undefined =>
  ten.map((number) => history.started(`Y${number} control`)).find(Boolean);

/** REL-24: what happens in one lane is no business of another. */
export const lanes: Cases = {
  'as-if-the-other-lane-were-idle': {
    workload: (lab) => both(lab, (same) => fill(same, [{ gate: 'never' }])),
    premise: (history) => ({
      'a task of lane X was kept waiting or was turned away': Array.from(
        { length: most },
        (_, index) => `X${index + 1}`,
      ).some((task) => heldBack(history, task)),
      'in the control run a task of lane Y started': controlRan(history),
    }),
    claims: [asInTheControl],
  },

  'failures-next-door-change-nothing': {
    workload: (lab) =>
      both(lab, async (same) => {
        for (let number = 1; number <= most; number++) same.submit(`X${number}`, [{ throw: 'E' }], { lane: 'X' });
        await same.quiesce();
      }),
    premise: (history) => ({
      'a task of lane X failed': history.ended('X1'),
      'in the control run a task of lane Y started': controlRan(history),
    }),
    claims: [asInTheControl],
  },
};
