/** An error that nobody caught, and what the platform calls it. */
export interface Stray {
  readonly kind: 'unhandledRejection' | 'uncaughtException';
  readonly error: unknown;
}

/** What the runner needs from the host it runs in. */
export interface HostDoor {
  /** Has strays go to the listener until the returned function is called. */
  listen(listener: (stray: Stray) => void): () => void;
  /** Tells how many schedules of the case have been explored; 0 where there is one, which gets on. */
  progress(schedules: number): void;
}
