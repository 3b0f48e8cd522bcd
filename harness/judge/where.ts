import type { Event, History } from '../history.ts';
import type { Finding, Place } from '../outcome.ts';
import { placesOf } from '../places.ts';
import type { Recorder } from '../recorder.ts';

/** Frames that a stack must hold for the coordinator's to be among them: the kit's own come first. */
const depth = 60;

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
