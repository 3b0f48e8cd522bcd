import type { Fixes } from '../../fix.ts';

/** LIF-07 to LIF-09, LIF-11, LIF-13, LIF-14 and LIF-16: what works in the background. */
export const backgroundFixes: Fixes = {
  'LIF-07': {
    title: 'Arm the next beat first, and take it back when the stop has ended',
    effort: 'minutes',
    sketch: `
#beat(): void {
  this.#timer = setTimeout(() => this.#beat(), interval); // before the beat, not after it
  this.send('beat').catch(log);
}
async #end(): Promise<void> {
  await this.#work; // the heartbeat goes on as long as this takes
  clearTimeout(this.#timer);
}`,
    note: 'A loop that sleeps has to look at the flag after its sleep as well.',
  },
  'LIF-08': {
    title: 'Make the back-off end with the stop, and close a connection that comes too late',
    effort: 'hours',
    sketch: `
while (!stopping.aborted) {
  try {
    const connection = await connect();
    if (stopping.aborted) return void (await connection.close()); // nobody needs it any more
    return use(connection);
  } catch {
    await sleep(backOff, undefined, { signal: stopping }).catch(() => {}); // ends at once
  }
}`,
    note: 'Do not await this loop in stop(): a connect that hangs would hang the stop.',
  },
  'LIF-09': {
    title: 'Detach first, wait for what is under way, and name what is left',
    effort: 'hours',
    sketch: `
async #end(): Promise<Leftover> {
  this.#halting = true; // no new turn, no new message
  await this.#loop;
  await Promise.allSettled(this.#busy); // handling and sending that has begun
  const left = [...this.#inbox.splice(0), ...this.#outbox.splice(0)];
  for (const letter of left) letter.reject?.(new StoppedError());
  await this.#connection?.close();
  return { left };
}`,
  },
  'LIF-11': {
    title: 'Change the state where it changes: in the loop, and at the end of the stop',
    effort: 'minutes',
    sketch: `
this.#loop = this.#run().catch((error) => {
  this.#state = 'failed'; // not only start() and stop() know
  throw error;
});
async #end(): Promise<void> {
  this.#state = 'stopping';
  await this.#drain();
  this.#state = 'stopped'; // last
}`,
  },
  'LIF-13': {
    title: 'Take a receiver off the list in the same step that ends its wait',
    effort: 'minutes',
    sketch: `
receive(timeout: number): Promise<Message | undefined> {
  if (buffer.length > 0) return Promise.resolve(buffer.shift());
  return new Promise((resolve) => {
    const receiver = (message?: Message) => { clearTimeout(timer); resolve(message); };
    const timer = setTimeout(() => { remove(waiting, receiver); receiver(); }, timeout);
    waiting.push(receiver);
  });
}
const arrived = (message: Message) => (waiting.shift() ?? ((one) => buffer.push(one)))(message);`,
    note: 'Racing receive() against a timer loses the message that the abandoned receive gets later.',
  },
  'LIF-14': {
    title: 'Report the end of the loop where it happens',
    effort: 'minutes',
    sketch: `
this.#loop = this.#run().catch((error: unknown) => {
  this.#state = 'failed';
  log.error({ error }, 'the background loop has ended'); // now, not in stop()
});`,
    note: 'With restarts: log in the catch of each turn, once.',
  },
  'LIF-16': {
    title: 'Share the attempt, and forget it when it has ended',
    effort: 'minutes',
    sketch: `
ensureConnected(): Promise<Connection> {
  if (this.#connection) return Promise.resolve(this.#connection);
  this.#attempt ??= connect()
    .then((connection) => (this.#connection = connection))
    .finally(() => {
      this.#attempt = undefined; // a failed one is no answer for the next caller
    });
  return this.#attempt;
}`,
  },
  'LIF-18': {
    title: 'Catch inside the loop, around one turn, not around the loop',
    effort: 'minutes',
    sketch: `
for (const message of inbox) {
  try {
    await handle(message);
  } catch (error) {
    log.error(error); // and on with the next one
  }
}
connection.onClose(() => {
  if (current !== connection || stopping) return;
  current = undefined;
  void connectUntilItWorks();
});`,
  },
};
