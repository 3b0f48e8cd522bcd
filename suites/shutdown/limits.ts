import type { Context, Dialect, ShutdownSetting } from '../../harness/index.ts';

/** The times that hold for a shutdown, in ms; `Infinity`: none. */
export interface Limits {
  readonly grace: number;
  readonly force: number;
}

/** The times of a shutdown that was asked for these; what the target declares goes before what it was asked. */
export function limitsOf(dialect: Dialect, { grace = Infinity, force = 0 }: ShutdownSetting): Limits {
  const declared = dialect.choice('shutdown.limits');
  const entry = (name: 'grace' | 'force', asked: number): number => {
    const value =
      declared !== null && typeof declared === 'object' && !Array.isArray(declared)
        ? (declared as Readonly<Record<string, unknown>>)[name]
        : undefined;
    if (value === 'none') return Infinity;
    return typeof value === 'number' ? value : asked;
  };
  return { grace: entry('grace', grace), force: entry('force', force) };
}

/** From the call to the moment at which the last task is given up. */
export const deadlineOf = (dialect: Dialect, asked: ShutdownSetting): number => {
  const { grace, force } = limitsOf(dialect, asked);
  return grace + force;
};

/** A drain without a grace period never tells anybody, so there is no cleanup to look at. */
export function neverTells({ dialect, offer }: Pick<Context, 'dialect' | 'offer'>): string | undefined {
  if (!dialect.is('shutdown.running', 'drain-then-cancel') || offer['shutdown.grace']) return undefined;
  return limitsOf(dialect, {}).grace === Infinity
    ? 'the drain has no grace period, after which it would tell'
    : undefined;
}

/** Bodies end where they are told, or without being told: none can hold a shutdown open that begins with that. */
export const killsAtOnce = ({ dialect }: Pick<Context, 'dialect'>): boolean =>
  dialect.is('shutdown.running', 'kill') ||
  (dialect.is('shutdown.running', 'cancel') && dialect.is('cancel.delivery', 'kill', 'tell-then-kill'));

/** Why such a mode has nothing to show in a case that needs it to be pending. */
export const cannotBeHeld = (context: Pick<Context, 'dialect'>): string | undefined =>
  killsAtOnce(context) ? 'it kills the bodies that would keep the shutdown pending' : undefined;

/** Told, and given up in the same moment: there is nothing to wait for. */
export function allowsNothing(context: Pick<Context, 'dialect' | 'offer'>): string | undefined {
  const { dialect, offer } = context;
  const asked = offer['shutdown.force'] ? { force: 1 } : {};
  const none = dialect.is('shutdown.running', 'drain-then-cancel') && limitsOf(dialect, asked).force === 0;
  return neverTells(context) ?? (none ? 'no time is allowed after the telling' : undefined);
}
