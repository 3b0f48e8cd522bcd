import {
  type Claim,
  claim,
  type Contradiction,
  type Event,
  type History,
  type Lab,
  refuted,
  seen,
} from '../../harness/index.ts';
import { raised } from './flag.ts';
import { answered, type Cases, eventsNamed, names, unnamed } from './claims.ts';
import { entries, gates, item, openEach, settled, three, threeWaves } from './runs.ts';

/** TOK-09: a run that nobody cancels. */
export const control: Cases = {
  'no-token': {
    workload: (lab) => toTheEnd(lab, undefined),
    premise: (history) => ({ 'all six items began': entries(history, 'R').length === 6 }),
    claims: [oneAfterAnother(), completesWhole()],
  },

  'untouched-token': {
    workload: async (lab) => {
      await toTheEnd(lab, 'K');
      lab.tokens.read('K');
    },
    premise: (history) => ({
      'all six items began': entries(history, 'R').length === 6,
      'K reads not cancelled at the end': history.all('token.read')[0] && !raised(history, 'K'),
    }),
    claims: [oneAfterAnother(), completesWhole()],
  },

  'no-cancellation-event': {
    atEveryHop: true,
    workload: async (lab) => {
      await toTheEnd(lab, 'K');
      lab.tokens.make('L');
      lab.tokens.run('second', three, (wave, number) => item(wave + 10, number), { token: 'L' });
      await lab.quiesce();
      lab.tokens.cancel('L');
      await lab.quiesce();
      await openEach(lab, '11.1', '11.2', '12.1', '12.2');
    },
    premise: (history, context) => ({
      'all six items of the first run began': entries(history, 'R').length === 6,
      'the client heard of the first run, or of the cancel of the second':
        first(history).all('event')[0] ?? eventsNamed(history.after(second(history)), names(context).cancelled)[0],
    }),
    absent: (_history, context) => unnamed(context),
    claims: [
      claim(
        'no event says that the first run was cancelled, or that its cancellation was handled',
        (history, context) => {
          const { cancelled, handled } = names(context);
          const event = eventsNamed(first(history), cancelled)[0] ?? eventsNamed(first(history), handled)[0];
          return refuted(event, 'one came');
        },
      ),
    ],
  },
};

async function toTheEnd(lab: Lab, token: string | undefined): Promise<void> {
  await threeWaves(lab, 'R', token);
  await openEach(lab, ...gates);
}

const second = (history: History): Event | undefined => history.call('waves.run', 'second')?.invoke;
const first = (history: History): History => history.before(second(history));

/** No item of a wave begins before the wave before has ended. */
function oneAfterAnother(): Claim {
  return claim('no item of a wave begins before all items of the wave before it have ended', (history) =>
    early(history),
  );
}

function early(history: History): Contradiction | undefined {
  for (const event of entries(history, 'R')) {
    const wave = Number(event.task?.slice(2).split('.')[0]);
    const former = gates.filter((name) => Number(name.split('.')[0]) === wave - 1);
    const running = former.find((name) => !history.before(event).ended(`R/${name}`));
    if (running) return seen(`${event.task} began while R/${running} had not ended`, event);
  }
  return undefined;
}

function completesWhole(): Claim {
  return claim('the run completes with six results, last 3, and no reason', (history) =>
    settled(history, 'R')
      ? answered(history, 'R', { ending: 'completed', last: 3, items: gates, reason: undefined })
      : seen('the run was pending at rest', history.last),
  );
}
