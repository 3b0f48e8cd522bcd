interface Handle {
  setBlocking?(blocking: boolean): number;
}

/**
 * Has what the target writes go out at once, as into a file. Left to themselves, writes into a pipe that is full wait
 * as work of the event loop: a target that writes a lot would then be seen to have work of its own, or not, by the
 * speed of whoever reads. Node offers no public way.
 */
export function blockOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    (Reflect.get(stream, '_handle') as Handle | null | undefined)?.setBlocking?.(true);
  }
}
