import type { Fixes } from '../../fix.ts';

/** TOK-05 to TOK-10 and TOK-14 to TOK-16: runs of waves. */
export const waveFixes: Fixes = {
  'TOK-05': {
    title: 'Look at the token immediately before each wave, the first included',
    effort: 'minutes',
    sketch: `
for (const [index, wave] of waves.entries()) {
  if (token.cancelled) return { ending: 'cancelled', last: index, results };
  results.push(...(await runWave(wave))); // nothing between the look and the start
}`,
  },
  'TOK-06': {
    title: 'Wait for every item that was started, and count a wave only when it is whole',
    effort: 'hours',
    sketch: `
const ended = await Promise.allSettled(wave.map((item) => runItem(item, token)));
const whole = ended.every(({ status }) => status === 'fulfilled');
if (whole) last = number;
results.push(...valuesOf(ended).map((value) => ({ ...value, partial: !whole })));`,
    note: 'Never race the wave against the cancel: the items go on, and nobody waits for them.',
  },
  'TOK-07': {
    title: 'Answer a cancelled run with what it has',
    effort: 'minutes',
    sketch: `
return {
  ending: 'cancelled',
  last, // the last wave that is complete, not the one that was started
  results: [...results],
  reason: token.reason,
};`,
    note: 'If you must throw, let the error carry the same fields.',
  },
  'TOK-08': {
    title: 'Announce the cancellation in one place: where the run ends',
    effort: 'minutes',
    sketch: `
const answer = await course(run); // every item has cleaned up by now
if (answer.ending === 'cancelled') {
  emit('cancelled', { run: run.id, wave: answer.last, reason: answer.reason });
  emit('handled', { run: run.id });
}
return answer;`,
  },
  'TOK-09': {
    title: 'Decide the mark of a cancel by the ending, not by the presence of a token',
    effort: 'minutes',
    sketch: `
const answer = { ending, last, results };
if (ending !== 'cancelled') return answer; // no reason, no event
emit('cancelled', { wave: last, reason: token.reason });
return { ...answer, reason: token.reason };`,
  },
  'TOK-10': {
    title: 'Take the ending where the loop stops, and do not ask the token again',
    effort: 'minutes',
    sketch: `
let ending: Ending = 'completed';
for (const wave of waves) {
  if (token.cancelled) {
    ending = 'cancelled';
    break;
  }
  await runWave(wave);
}
return { ending, last, results }; // a cancel that came later came too late`,
  },
  'TOK-14': {
    title: 'Let the limit cancel the run, and wait for the run',
    effort: 'minutes',
    sketch: `
const timer = setTimeout(() => run.stop('timeout'), timeout); // as a cancel would
try {
  return await run.toItsEnd(); // with the results of the waves that are complete
} finally {
  clearTimeout(timer);
}`,
    note: 'Promise.race([run, limit]) throws the results away, and leaves the work running.',
  },
  'TOK-15': {
    title: 'Keep one line for each key, and start the next when the last has really ended',
    effort: 'hours',
    sketch: `
async function request(key: string, work: Work): Promise<Result> {
  const before = current.get(key);
  before?.cancel('superseded');
  const own = (before?.ended ?? Promise.resolve()).then(() => runIfStillTheNewest(key, own, work));
  current.set(key, { cancel, ended: own.catch(() => {}) }); // set at once: the next one waits for this one
  return own;
}`,
    note: 'Answer everybody: those that never start are rejected as superseded.',
  },
  'TOK-16': {
    title: 'Keep results and failures together, whichever way the run ends',
    effort: 'hours',
    sketch: `
const failures: Failure[] = [];
const run = async (item: Item) => {
  try {
    results.push({ wave, id: item.id, value: await item.run() });
  } catch (error) {
    failures.push({ wave, id: item.id, error });
  }
};
return { ending: failures.length > 0 ? 'failed' : ending, last, results, failures };`,
  },
};
