import type { Scope } from './scope.ts';

/** A lock that is handed from one holder to the next in order of arrival. */
export class Lock {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  /** Waits for a turn; the scope's cancellation ends the wait, and the turn goes to the next. */
  async take(scope: Scope): Promise<() => void> {
    if (this.#held) await this.#turn(scope);
    this.#held = true;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#release();
    };
  }

  #turn(scope: Scope): Promise<void> {
    return new Promise((resolve, reject) => {
      const granted = (): void => {
        leave();
        resolve();
      };
      const leave = scope.onCancel((reason) => {
        leave();
        this.#waiting.splice(this.#waiting.indexOf(granted), 1);
        reject(reason);
      });
      this.#waiting.push(granted);
    });
  }

  /** Stays held while it is handed over: a newcomer between the grant and its receipt must not slip in. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#held = false;
  }
}
