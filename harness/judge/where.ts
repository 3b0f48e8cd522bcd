import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Event, History } from '../history.ts';
import type { Finding, Place } from '../outcome.ts';
import type { Recorder } from '../recorder.ts';

/** Frames that a stack must hold for the coordinator's to be among them: the kit's own come first. */
const depth = 60;
const harness = fileURLToPath(new URL('../', import.meta.url));
const suites = fileURLToPath(new URL('../../suites/', import.meta.url));

/** Keeps the stack of each event of a run; taken while the code that caused the event is still on it. */
export class Stacks {
  readonly #stacks = new Map<number, string>();

  readonly dress = (recorder: Recorder): void => {
    recorder.onEvent = ({ seq }) => {
      const before = Error.stackTraceLimit;
      Error.stackTraceLimit = depth;
      this.#stacks.set(seq, new Error().stack ?? '');
      Error.stackTraceLimit = before;
    };
  };

  /**
   * Where the coordinator stood: at the witness events of the finding, else at the nearest earlier event of the same
   * task. None is better than a guess.
   */
  where(finding: Finding, history: History, adapter: string | undefined): Place | undefined {
    const witness = finding.witness.map((seq) => history.events[seq - 1]).filter((event) => event !== undefined);
    const last = witness.at(-1) ?? history.last;
    const tasks = new Set(witness.map(({ task }) => task).filter((task) => task !== undefined));
    const earlier = history.events.filter(
      ({ seq, task }) => last && seq < last.seq && (tasks.size === 0 || tasks.has(task ?? '')),
    );
    return this.#first([...witness.toReversed(), ...earlier.toReversed()], adapter);
  }

  #first(events: readonly Event[], adapter: string | undefined): Place | undefined {
    let second: Place | undefined;
    for (const { seq } of events) {
      const places = placesOf(this.#stacks.get(seq) ?? '');
      const own = places.find(({ file }) => file !== adapter);
      if (own) return own;
      second ??= places[0];
    }
    return second;
  }
}

/** The frames of a stack that are neither the kit's nor the platform's, innermost first. */
export function placesOf(stack: string): readonly Place[] {
  const places: Place[] = [];
  for (const line of stack.split('\n')) {
    const frame = /^\s*at (?:(?:async )?(.+?) \()?((?:file:\/\/)?\/[^\s)]+):(\d+):(\d+)\)?$/.exec(line);
    if (!frame?.[2]) continue;
    const path = frame[2].startsWith('file:') ? fileURLToPath(frame[2].replace(/\?.*$/, '')) : frame[2];
    if (isKit(path)) continue;
    const name = frame[1]?.replace(/^(?:new |async )/, '').replace(/ \[as .*$/, '');
    places.push({
      file: relative(process.cwd(), path),
      line: Number(frame[3]),
      column: Number(frame[4]),
      ...(name && !name.includes('<anonymous>') ? { function: name } : {}),
    });
  }
  return places;
}

/** The reference and its mutants are coordinators under test like any other; what loads TypeScript is not. */
const isKit = (path: string): boolean =>
  (path.startsWith(harness) && !path.slice(harness.length).includes('fixtures/')) ||
  (path.startsWith(suites) && !/^(?:reference|mutants|nulls)\//.test(path.slice(suites.length))) ||
  /\/node_modules\/(?:tsx|esbuild|get-tsconfig)\//.test(path);
