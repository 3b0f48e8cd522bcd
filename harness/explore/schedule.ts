import { QuiesceError } from '../errors.ts';

/** What goes before an action: so many microtask hops, or a rest. */
export type Gap = number | 'rest';
/** One action, after its gap. */
export type Step = readonly [action: string, gap: Gap];
/**
 * One interleaving. A step whose action is not possible when its turn comes is passed over, so that every sub-list of
 * a schedule is a schedule.
 */
export type Schedule = readonly Step[];

/** `.s1.g1+4c1`: `.` rests first, `+4` waits four hops. Survives an unquoted shell. */
export function print(schedule: Schedule): string {
  return schedule.map(([action, gap]) => `${gap === 'rest' ? '.' : `+${gap}`}${action}`).join('');
}

/** Reads a printed schedule; the part up to a colon names the case, if it is there. */
export function parse(printed: string): { readonly case: string | undefined; readonly schedule: Schedule } {
  const colon = printed.lastIndexOf(':');
  const named = colon < 0 ? undefined : printed.slice(0, colon);
  const steps = printed.slice(colon + 1);
  const schedule: Step[] = [];
  const step = /(?:\.|\+(\d{1,4}))([a-z]+\d*)/y;
  while (step.lastIndex < steps.length) {
    const at = step.lastIndex;
    const found = step.exec(steps);
    if (!found?.[2]) throw malformed(printed, steps.slice(at));
    schedule.push([found[2], found[1] === undefined ? 'rest' : Number(found[1])]);
  }
  return { case: named, schedule };
}

const malformed = (printed: string, rest: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'SCHEDULE_MALFORMED',
    `"${printed}" is no schedule: "${rest.slice(0, 40)}" is no step.`,
    'A step is `.` (rest first) or `+n` (n hops first) and an action, as in races/cancel-meets-completion:.g1+2c1.',
  );

/** What makes one schedule simpler than another: fewer steps, then fewer that do not rest first, then shorter gaps. */
export function cost(schedule: Schedule): number {
  let early = 0;
  let hops = 0;
  for (const [, gap] of schedule) {
    if (gap === 'rest') continue;
    early += 1;
    hops += gap;
  }
  return schedule.length * 1_000_000 + early * 10_000 + hops;
}
