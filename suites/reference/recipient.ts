import type { Listener } from '../../harness/index.ts';
import type { Told } from './core.ts';

/** A client that listens. One that takes its time over an event is told the next one when it has done with it. */
export class Recipient {
  readonly listener: Listener;
  /** Settles when everything that it was sent has been dealt with; never rejects. */
  busy: Promise<void> | undefined;
  waiting: Told[] = [];
  /** It has left; a list that is being gone through may still have it. */
  gone = false;

  constructor(listener: Listener) {
    this.listener = listener;
  }
}
