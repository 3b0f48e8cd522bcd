import type { Fixes } from '../../fix.ts';

/** RAC-06 to RAC-11, RAC-16, RAC-17: what clients are told, and in which order. */
export const clientFixes: Fixes = {
  'RAC-06': {
    title: 'Look at the state and register in one step',
    effort: 'minutes',
    sketch: `
subscribe(task: Task, listener: Listener): () => void {
  // No await between the two: nothing can end in between.
  if (task.outcome) listener(terminalEvent(task));
  else task.listeners.add(listener);
  return () => task.listeners.delete(listener);
}`,
    note: 'If a lookup has to be awaited, register first and look at the state afterwards.',
  },
  'RAC-07': {
    title: 'Hand out the log and join the list without an await between',
    effort: 'minutes',
    sketch: `
subscribe(task: Task, listener: Listener, after = 0): () => void {
  for (const event of task.log) if (event.id > after) listener(event);
  task.listeners.add(listener); // in the same step: each event is in the log, or still to come
  return () => task.listeners.delete(listener);
}`,
  },
  'RAC-08': {
    title: 'Replace the list of clients, never change it',
    effort: 'minutes',
    sketch: `
unsubscribe(entry: Listener): void {
  this.listeners = this.listeners.filter((other) => other !== entry);
}
private broadcast(event: TaskEvent): void {
  for (const listener of this.listeners) listener(event); // iterates the list as it was
}`,
    note: 'A Set that is changed while it is iterated is safe too: what is deleted is skipped, and nothing else.',
  },
  'RAC-09': {
    title: 'Guard each delivery by itself',
    effort: 'minutes',
    sketch: `
private broadcast(event: TaskEvent): void {
  for (const listener of this.listeners) {
    try {
      Promise.resolve(listener(event)).catch((error) => this.log.warn('a client failed', error));
    } catch (error) {
      this.log.warn('a client failed', error);
    }
  }
}`,
  },
  'RAC-10': {
    title: 'Bound what is kept for a client that does not read, and say what was left out',
    effort: 'hours',
    sketch: `
push(event: TaskEvent): void {
  if (this.buffer.length >= this.limit) {
    if (this.onSlow === 'disconnect') return this.end(new SlowClient(this.limit));
    if (this.buffer.at(-1)?.type !== 'gap') this.buffer.push({ type: 'gap' });
    if (!isTerminal(event)) return;
  }
  this.buffer.push(event); // a terminal event is always kept
}`,
    note: 'emit() must not wait for it: whoever talks is not slowed down by whoever does not listen.',
  },
  'RAC-11': {
    title: 'Release a client in one place, whichever way it went',
    effort: 'minutes',
    sketch: `
socket.once('close', () => this.release(client)); // also without a goodbye
socket.once('error', () => this.release(client));
private release(client: Client): void {
  this.clients.delete(client);
  clearInterval(client.keepAlive);
  client.buffer.length = 0;
}`,
  },
  'RAC-16': {
    title: 'Give each client a queue of its own, and wait for one delivery before the next',
    effort: 'hours',
    sketch: `
deliver(event: TaskEvent): Promise<void> {
  this.last = this.last.then(() => this.listener(event)).catch((error) => this.log.warn(error));
  return this.last; // the terminal event takes its place behind the others
}`,
  },
  'RAC-17': {
    title: 'Ask for the outcome in emit()',
    effort: 'minutes',
    sketch: `
emit(task: Task, type: string, data?: unknown): void {
  if (task.outcome) return; // a detached part of the body may still talk
  this.broadcast(task, { type, data });
}`,
  },
};
