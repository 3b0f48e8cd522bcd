/** Waiting entries: the greatest priority first, and within one priority in order of arrival. */
export class Queue<T extends { readonly priority: number }> {
  /** In the order in which they will leave. */
  readonly entries: T[] = [];

  add(entry: T): void {
    let at = this.entries.length;
    while (at > 0 && (this.entries[at - 1] as T).priority < entry.priority) at -= 1;
    this.entries.splice(at, 0, entry);
  }

  take(): T | undefined {
    return this.entries.shift();
  }

  remove(entry: T): void {
    const at = this.entries.indexOf(entry);
    if (at >= 0) this.entries.splice(at, 1);
  }
}
