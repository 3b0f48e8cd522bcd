/** Doors in task bodies. A gate once opened stays open. */
export class Gates {
  readonly #open = new Set<string>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Calls back as soon as the gate is open; at once, and without a way back, if it is open already. */
  wait(name: string, opened: () => void): (() => void) | undefined {
    if (this.#open.has(name)) {
      opened();
      return undefined;
    }
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting);
    waiting.add(opened);
    return () => waiting.delete(opened);
  }

  open(name: string): void {
    this.#open.add(name);
    const waiting = this.#waiting.get(name);
    this.#waiting.delete(name);
    for (const opened of waiting ?? []) opened();
  }

  isOpen(name: string): boolean {
    return this.#open.has(name);
  }

  /** Names of the gates that are open. */
  opened(): Iterable<string> {
    return this.#open;
  }

  /** Names of closed gates at which somebody waits. */
  waitedFor(): readonly string[] {
    return [...this.#waiting].filter(([, waiting]) => waiting.size > 0).map(([name]) => name);
  }
}
