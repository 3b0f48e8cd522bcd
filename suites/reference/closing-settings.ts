import type { Json } from '../../harness/index.ts';

/** What is left is let run for the grace period, or told at once. */
export const shutdownModes = ['drain', 'abort'] as const;
export type ShutdownMode = (typeof shutdownModes)[number];

/** How one mode of shutdown goes about it. */
export interface ClosingSettings {
  readonly running: 'drain-then-cancel' | 'cancel' | 'drain' | 'kill';
  readonly queued: 'cancel' | 'run' | 'return' | 'requeue';
  readonly reject: 'throw' | 'rejected-handle' | 'event' | 'kept';
  readonly expiry: 'report' | 'throw';
  readonly restart: 'one-shot' | 'restartable' | 'kept';
  /** A further call ends the present stage. */
  readonly escalates: boolean;
}

/** The choices that shutdown depends on. */
export interface ClosingChoices {
  readonly modes: Readonly<Record<ShutdownMode, ClosingSettings>>;
  /** What a task gets that calls for the shutdown and awaits it. */
  readonly self: 'excluded' | 'error';
  readonly children: 'allow' | 'refuse';
  readonly clientEvent: 'terminal' | 'shutdown' | 'both';
  readonly abandoned: 'cancelled' | 'failed' | 'abandoned' | 'kept';
  /** A job that was given up is run again only if it has not been done after all. */
  readonly exactlyOnce: boolean;
  /** The process's signals shut the coordinator down. */
  readonly hearsSignals: boolean;
  readonly stopOrder: 'reverse' | 'declared' | 'concurrent';
}

type Choices = Readonly<Record<string, Json>>;

const wordOf = (choice: Json | undefined): string | undefined => (typeof choice === 'string' ? choice : undefined);

/** Reads them; the words were checked against the kit's options when the list of dialects was written. */
export function closingOf(choices: Choices): ClosingChoices {
  const word = (option: string, otherwise: string): string => wordOf(choices[option]) ?? otherwise;
  return {
    modes: { drain: modeOf(choices, 'drain'), abort: modeOf(choices, 'abort') },
    self: word('shutdown.self', 'excluded'),
    children: word('shutdown.children', 'allow'),
    clientEvent: word('shutdown.clientEvent', 'terminal'),
    abandoned: word('abandoned', 'cancelled'),
    exactlyOnce: word('delivery', '') === 'exactly-once',
    hearsSignals: 'signal.map' in choices,
    stopOrder: word('stop.order', 'reverse'),
  } as ClosingChoices;
}

/** What a mode has of its own goes before what holds for all. */
function modeOf(choices: Choices, mode: ShutdownMode): ClosingSettings {
  const word = (option: string, otherwise: string): string =>
    wordOf(choices[`shutdown.${mode}.${option}`]) ?? wordOf(choices[`shutdown.${option}`]) ?? otherwise;
  return {
    running: word('running', 'drain-then-cancel'),
    queued: word('queued', 'cancel'),
    reject: word('reject', 'throw'),
    expiry: word('expiry', 'report'),
    restart: word('restart', 'one-shot'),
    escalates: word('second', '') === 'escalate',
  } as ClosingSettings;
}

/** The reference's own choices, but where one is made for all modes. */
export const ownClosing = (chosen: Choices): Choices => {
  const own: Choices = {
    'shutdown.drain.running': 'drain-then-cancel',
    'shutdown.drain.queued': 'run',
    'shutdown.abort.running': 'cancel',
    'shutdown.abort.queued': 'cancel',
    'shutdown.self': 'excluded',
  };
  return Object.fromEntries(
    Object.entries(own).filter(([option]) => !(option.replace(/\.(?:drain|abort)\./, '.') in chosen)),
  );
};
