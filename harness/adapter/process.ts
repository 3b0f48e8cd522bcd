import type { TargetInfo } from './target.ts';

/**
 * A coordinator that is a process: a server, or one in any language that speaks the wire protocol. Gives
 * `process`.
 */
export interface ProcessTarget extends TargetInfo {
  /**
   * Program and arguments, started once a case, without a shell, in a process group of its own; it gets the
   * signals. The environment asks for `QUIESCE_GRACE_MS`, `QUIESCE_FORCE_MS` and `QUIESCE_PRESTOP_MS`. The kit's
   * own wire keeps the process alive only while a body waits at a gate.
   */
  readonly command: readonly [string, ...string[]];
  /** Added to its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Where the server listens: a line on stdout whose group 1 is the port, or the port itself, which is then
   * tried until it answers. Gives `http`; `routes` if `GET /ok` answers, `sse` if `/sse` does, `submit` if
   * `POST /run` does. Left out: it speaks the wire protocol on stdin and stdout.
   */
  readonly ready?: RegExp | { readonly port: number };
  /** The server's own path that tells whether it is ready (200) or not. Left out: readiness is not judged. */
  readonly readiness?: string;
}
