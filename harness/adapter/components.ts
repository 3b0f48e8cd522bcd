import type { Json } from './wish.ts';
import type { WaitWish } from './resources.ts';

export interface Components {
  /** A manager over the kit's components. Called once a case. Gives `components`. */
  components?(list: readonly Component[]): Service;
  /**
   * A component of the library's own making, over ports of the kit. Called once a case. Gives `component`.
   */
  component?(ports: Ports): Service;
}

/** A component of the kit's. */
export interface Component {
  /** Unique in its list. */
  readonly name: string;
  /** Names of those it needs. */
  readonly after: readonly string[];
  /** May fail or hang. Pass the signal that the library gives. */
  start(signal?: AbortSignal | null): Promise<unknown>;
  /** May fail or hang. */
  stop(signal?: AbortSignal | null): Promise<unknown>;
}

/** Something with a start and a stop: a manager of components, or one component. */
export interface Service {
  /** Called twice, and at once, in some cases. */
  start(): unknown;
  /**
   * `timeout` bounds the stop (read: gives `stop.timeout`); `signal` ends the caller's wait, not the stop (read: gives `stop.signal`).
   * What it settles with is read by `Target.report`.
   */
  stop(wish: WaitWish): unknown;
  /** The state it shows, in its own word. Read at rest. Gives `component.state`. */
  readonly state?: string;
  /** Sends one message over its connection. Gives `outbox`. */
  send?(message: Json): unknown;
  /** Waits for the next message; `undefined` when the wait is over. Gives `receive`. */
  receive?(wish: WaitWish): PromiseLike<Json | undefined>;
  /** For `await using`. Gives `component.dispose`. */
  [Symbol.asyncDispose]?(): PromiseLike<void>;
}

/** What a component works on. Each is a wish, never undefined. */
export interface Ports {
  /** Time between two beats. Gives `heartbeat`, with `beat`. */
  readonly every: number;
  /** Sends one heartbeat; may fail or hang. */
  readonly beat: () => Promise<unknown>;
  /** One turn of the background loop; may throw. Gives `loop`. */
  readonly turn: () => Promise<unknown>;
  /** Opens the connection; may fail or hang. Gives `reconnect` and `network`. */
  readonly connect: Connect;
  /** Takes an incoming message; may throw. Gives `inbox`. */
  readonly handle: (message: Json) => Promise<unknown>;
}

/** Opens a connection to a peer that the kit plays; may fail or hang. */
export type Connect = (signal?: AbortSignal | null) => Promise<Connection>;
/** The near end of it. */
export interface Connection {
  /** Settles when the peer has it; may fail or hang. */
  send(message: Json): Promise<unknown>;
  /** Says goodbye; settles when the peer has answered, which it may never do. */
  close(): Promise<unknown>;
  /** Registers the one receiver of messages. */
  onMessage(listener: (message: Json) => unknown): void;
  /** Registers the one who is told that the peer is gone. */
  onClose(listener: () => unknown): void;
}
