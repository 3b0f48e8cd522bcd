import type { Fixes } from '../../fix.ts';

/** LIF-01 to LIF-06, LIF-10, LIF-12 and LIF-15: starts and stops. */
export const startFixes: Fixes = {
  'LIF-01': {
    title: 'Keep the promise of the start, and give it to everybody who asks',
    effort: 'minutes',
    sketch: `
start(): Promise<void> {
  this.#starting ??= this.#begin(); // set before the first await
  return this.#starting;
}`,
    note: 'A flag that is set behind an await lets two concurrent starts through.',
  },
  'LIF-02': {
    title: 'Keep the promise of the stop, and give it to everybody who asks',
    effort: 'minutes',
    sketch: `
stop(): Promise<void> {
  if (!this.#starting) return Promise.resolve(); // never started: nothing to do
  this.#stopping ??= this.#end();
  return this.#stopping; // not: "is stopping, so return"
}`,
  },
  'LIF-03': {
    title: 'Await what a component needs before you start it',
    effort: 'hours',
    sketch: `
const ready = new Map<string, Promise<void>>();
function launch(component: Component): Promise<void> {
  const started = Promise.all(component.after.map((name) => ready.get(name))).then(() => component.start());
  ready.set(component.name, started);
  return started;
}
await Promise.all(inOrderOfNeed(components).map(launch));`,
    note: 'Without dependencies a plain `for … await` over the list is enough.',
  },
  'LIF-04': {
    title: 'Stop in reverse, one when the other has ended',
    effort: 'minutes',
    sketch: `
for (const component of [...started].reverse()) {
  await component.stop(); // its dependants have ended by now
}`,
    note: 'Where components declare what they need, await the stops of all that need this one.',
  },
  'LIF-05': {
    title: 'Take down what was started before the error goes on',
    effort: 'minutes',
    sketch: `
const started: Component[] = [];
try {
  for (const component of components) {
    await component.start();
    started.push(component); // only those, not the whole list
  }
} catch (error) {
  for (const component of started.reverse()) await component.stop().catch(log);
  this.#starting = undefined; // so that a second start is a start
  throw error;
}`,
  },
  'LIF-06': {
    title: 'Collect the errors, and raise them when everything has been stopped',
    effort: 'minutes',
    sketch: `
const errors: unknown[] = [];
for (const part of [...parts].reverse()) {
  try {
    await part.stop();
  } catch (error) {
    errors.push(error); // the next one is stopped all the same
  }
}
if (errors.length > 0) throw new AggregateError(errors, 'not everything could be stopped');`,
  },
  'LIF-10': {
    title: 'Let the exit hook be the stop, and await it',
    effort: 'minutes',
    sketch: `
async [Symbol.asyncDispose](): Promise<void> {
  await this.stop(); // no void, no catch: an error of the stop is the error of the scope
}`,
  },
  'LIF-12': {
    title: "Let the caller's signal end the wait, and nothing else",
    effort: 'minutes',
    sketch: `
stop({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
  this.#stopping ??= this.#end(); // goes on without the caller
  if (!signal) return this.#stopping;
  return Promise.race([this.#stopping, rejectionOf(signal)]);
}`,
    note: 'Catch the cancellation of the child by what you gave it, not by its type: the caller may be cancelled, too.',
  },
  'LIF-15': {
    title: 'Have the stop wait for a start that is under way, and the start look for a stop',
    effort: 'hours',
    sketch: `
async #end(): Promise<void> {
  this.#halting = true; // before anything else
  await this.#starting?.catch(() => {}); // a start that was called cannot be taken back
  for (const component of this.#started.reverse()) await component.stop();
}
async #begin(): Promise<void> {
  for (const component of components) {
    if (this.#halting) throw new StoppedError();
    await component.start();
    this.#started.push(component);
  }
}`,
  },
  'LIF-17': {
    title: 'Bound the wait for the stop, and let the stop go on',
    effort: 'minutes',
    sketch: `
function stop({ timeout }: { timeout?: number }): Promise<void> {
  stopping ??= stopAll(); // shared: a second caller waits for the same end
  if (timeout === undefined) return stopping;
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(timeout)), timeout);
  });
  return Promise.race([stopping, late]).finally(() => clearTimeout(timer));
}`,
  },
};
