import type { Event, History, Lab, Program, WaveItem, WavesResult } from '../../harness/index.ts';

/** Item m of wave n: waits at the gate `n.m`, and returns its name. */
export const item = (wave: number, number: number): Program => {
  const name = `${wave}.${number}`;
  return [{ note: 'in' }, { gate: name }, { note: 'out' }, { return: name }];
};

export const three = [2, 2, 2] as const;

/** Every gate of three waves of two. */
export const gates = ['1.1', '1.2', '2.1', '2.2', '3.1', '3.2'] as const;

/** Long enough for whatever is still to come; in real time as long as one can wait for nothing. */
export const longAfter = (lab: Lab): Promise<void> => lab.advance(lab.mode === 'virtual' ? 3_600_000 : 1_000);

/** Opens gates one after another, with a rest behind each, so that items come to the next one. */
export async function openEach(lab: Lab, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    lab.open(name);
    await lab.quiesce();
  }
}

/** A fresh coordinator, a token and a run of three waves of two items with it. */
export async function threeWaves(
  lab: Lab,
  run: string,
  token: string | undefined,
  concurrency?: number,
): Promise<void> {
  await lab.coordinator(concurrency === undefined ? {} : { concurrency });
  if (token !== undefined) lab.tokens.make(token);
  lab.tokens.run(run, three, item, token === undefined ? {} : { token });
  await lab.quiesce();
}

// What the history says of a run

/** The event in which the run settled. */
export const settled = (history: History, run: string): Event | undefined => history.call('waves.run', run)?.answer;

/** What the run was answered with. */
export function answer(history: History, run: string): WavesResult | undefined {
  const event = settled(history, run);
  return event?.kind === 'ok' ? (event.value as WavesResult) : undefined;
}

/** The first line of an item: that it is in. */
export const entered = (history: History, run: string, name: string): Event | undefined =>
  history.noted(`${run}/${name}`, 'in');

/** Lines "in" of the run, in order. */
export const entries = (history: History, run: string): readonly Event[] =>
  history.all('note').filter(({ task, value }) => value === 'in' && task?.startsWith(`${run}/`) === true);

/** Numbers of the waves of which an item has begun. */
export const wavesOf = (history: History, run: string): readonly number[] => [
  ...new Set(entries(history, run).map(({ task }) => Number(task?.slice(run.length + 1).split('.')[0]))),
];

/** The item had begun and not ended at that place. */
export function atGate(
  history: History,
  run: string,
  name: string,
  place: Event | string | undefined,
): Event | undefined {
  const before = history.before(place);
  return before.ended(`${run}/${name}`) ? undefined : entered(before, run, name);
}

/** A sign that an item was told of the cancel. */
export const told = (history: History, run: string, name: string): Event | undefined => history.told(`${run}/${name}`);

/** Short names of items, as `1.2`. */
export const shortOf = (run: string, results: readonly WaveItem[]): readonly string[] =>
  results.map(({ id }) => id.replace(`${run}/`, '')).sort();

export const whole = (run: string, given: WavesResult | undefined): readonly string[] =>
  shortOf(
    run,
    (given?.results ?? []).filter(({ partial }) => partial !== true),
  );

export const cancelCall = (history: History, token: string): Event | undefined =>
  history.all('token.cancel', undefined, 'invoke').find(({ who }) => who === token);

/** The cancel of the token returned. */
export function cancelled(history: History, token: string): Event | undefined {
  const call = history.calls('token.cancel').find(({ invoke }) => invoke.who === token);
  return call?.answer?.kind === 'fail' ? undefined : call?.invoke;
}
