import { caseName } from './case-name.ts';
import { heading, type Setup } from './conclude.ts';
import type { Ground } from './explore/bare-run.ts';
import { print, type Schedule } from './explore/schedule.ts';
import type { HostDoor, Stray } from './host-door.ts';
import type { RunRequest } from './host/frames.ts';
import type { Bench } from './lab/bench.ts';
import { withBarePace } from './lab/paces.ts';
import type { Outcome } from './outcome.ts';
import type { Case } from './suite.ts';
import { real } from './time/door.ts';

/** How often the supervisor hears of a search: after so many schedules, and where they are slow, after so many ms. */
const every = 500;
const atLeast = 250;

/** Has something search bare: one clock, reset for each schedule; strays go to the run that is under way. `context`: as of `withBarePace`. */
export function onBareGround<T>(
  tested: Case,
  { target, dialect, offer, shutdown }: Setup,
  door: HostDoor,
  search: (ground: Ground) => Promise<T>,
  context = false,
): Promise<T> {
  return withBarePace(async (pace, reset) => {
    let current: Bench | undefined;
    let [ran, told] = [0, real.now()];
    const unlisten = door.listen(
      ({ kind, error }: Stray) => void current?.recorder.record('saw', 'stray', undefined, kind, error),
    );
    const onRun = (bench: Bench): void => {
      current = bench;
      ran += 1;
      if (ran % every !== 0 && real.now() - told < atLeast) return;
      told = real.now();
      door.progress(ran);
    };
    try {
      const watched = !tested.unwatched;
      return await search({ target, dialect, offer, shutdown, pace, reset, watched, current: onRun });
    } finally {
      unlisten();
    }
  }, context);
}

/** What a search came to. */
export interface Told {
  readonly schedules: number;
  readonly traces: number;
  readonly failing: Schedule | undefined;
  readonly window: string | undefined;
}

/** The outcome of the run that is shown, with what the search came to. */
export const withSearch = (outcome: Outcome, tested: Case, request: RunRequest, told: Told): Outcome => {
  const { schedules, traces, failing, window } = told;
  return {
    ...outcome,
    ...(outcome.evidence ? { evidence: { ...outcome.evidence, schedules, traces } } : {}),
    ...(failing ? { schedule: scheduleOf(tested, request, failing) } : {}),
    ...(window === undefined ? {} : { window }),
  };
};

/** What replays it: the case, its variant, and the interleaving. */
export const scheduleOf = (tested: Case, { variant }: RunRequest, schedule: Schedule): string =>
  `${caseName(tested.id, variant)}:${print(schedule)}`;

/** Found bare and gone when dressed: something but the schedule decides. */
export const lost = (tested: Case, request: RunRequest, schedule: Schedule): Outcome => ({
  ...heading(tested, request),
  verdict: 'error',
  schedule: scheduleOf(tested, request, schedule),
  error: {
    code: 'UNCONTROLLED',
    message: 'An interleaving that failed while it was searched for passed when it was replayed.',
    hint: 'Something that the kit does not control decides: state shared between coordinators, a random number, native work.',
  },
});
