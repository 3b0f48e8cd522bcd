/** Notes which wishes an adapter reads: reading one claims that the library honours it. */
export class Reads {
  readonly #read = new Map<string, number>();
  #ignored = false;

  /** An object of getters, one a wish, each noted as `<owner>.<name>` when it is read, and told to `onRead`. */
  wish<T extends object>(owner: string, values: T, onRead?: (name: string) => void): T {
    // Ten promises a getter, which nobody who explores has a use for.
    if (this.#ignored && !onRead) return { ...values };
    const wish = {};
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(wish, name, {
        enumerable: true,
        get: () => {
          this.note(`${owner}.${name}`);
          onRead?.(name);
          return value as unknown;
        },
      });
    }
    return wish as T;
  }

  /** What is read is noted. */
  get heeded(): boolean {
    return !this.#ignored;
  }

  note(name: string): void {
    if (!this.#ignored) this.#read.set(name, this.times(name) + 1);
  }

  has(name: string): boolean {
    return this.#read.has(name);
  }

  /** How often it has been read so far. */
  times(name: string): number {
    return this.#read.get(name) ?? 0;
  }

  /** Everything that is read claims nothing any more: what an adapter reads is known before anything is explored. */
  ignore(): this {
    this.#ignored = true;
    return this;
  }
}
