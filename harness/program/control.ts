import type { Program, Steps } from '../adapter/program.ts';
import { endingOf } from './endings.ts';
import { type Actions, Section } from './section.ts';
import { drive, type Walk } from './walk.ts';

type Names = 'note' | 'check' | 'return' | 'throw' | 'try' | 'deaf' | 'later' | 'stop' | 'do';

/** Steps that decide how the body goes on. */
export const control: Pick<Actions, Names> = {
  note: (section, text) => {
    section.run.note('note', text);
    return undefined;
  },

  check: (section, how) => {
    if (how === 'note') section.run.note('note', seen(section));
    else raiseIfCancelled(section);
    return undefined;
  },

  return: (section, value) => {
    section.value = value;
    section.done = true;
    return undefined;
  },

  throw: (_section, what) => {
    throw thrownBy(what);
  },

  try: (section, parts) => attempt(section, parts),

  deaf: (section, program) => stretch(section, program, 'deaf'),

  later: (section, program) => {
    // No signal: the body it belonged to may be gone, and with it whoever could be told.
    const detached = new Section(section.run, { ...section.around, hearing: undefined });
    // What it throws has nobody to go to; the primitive that refused it has been journalled.
    drive(detached.walk(program)).catch(() => {});
    return undefined;
  },

  stop: (section, what) => {
    const { kit, token, job } = section.run.home;
    if (what.what === 'token' && token?.cancel) token.cancel(...('reason' in what ? [what.reason] : []));
    else kit.stop(what, job);
    return undefined;
  },

  do: (section, what) => {
    const { kit, job } = section.run.home;
    const answer = kit.act(what, job, (signal) => section.part(what.body ?? [], signal, undefined));
    if (!what.wait) return undefined;
    return Promise.resolve(answer);
  },
};

/** What a `throw` step throws. */
export function thrownBy(what: Steps['throw']): unknown {
  if (typeof what === 'string') return new Error(what);
  if (what.cause === undefined) return what.value;
  const message = typeof what.value === 'string' ? what.value : 'failed';
  return new Error(message, { cause: new Error(what.cause) });
}

/**
 * Runs steps as a cleanup: between `cleanup` and `cleaned`, however they end; their own waits hear no cancel. True if
 * they returned.
 */
export function* clean(section: Section, label: string, program: Program): Walk<boolean> {
  section.run.note('cleanup', label);
  try {
    return yield* stretch(section, program, 'cleanup');
  } finally {
    section.run.note('cleaned', label);
  }
}

/** Runs steps as the disposer of a resource: between `-name` and `-name.`, the latter only if it succeeds. */
export function* disposal(section: Section, name: string, program: Program): Walk {
  section.run.note('note', `-${name}`);
  yield* stretch(section, program, 'cleanup');
  section.run.note('note', `-${name}.`);
}

function* attempt(section: Section, { body, catch: catches, finally: last }: Steps['try']): Walk {
  const label = last && section.run.label('finally');
  let failure: { readonly error: unknown } | undefined;
  try {
    yield* guarded(section, body, catches ?? {});
  } catch (error) {
    failure = { error };
  }
  const replaced = last && label ? yield* clean(section, label, last) : false;
  if (failure && !replaced) throw failure.error;
}

function* guarded(section: Section, body: Program, catches: NonNullable<Steps['try']['catch']>): Walk {
  try {
    yield* section.walk(body);
  } catch (error) {
    const ending = endingOf(section, error);
    const program = catches[ending];
    if (!program) throw error;
    section.run.note('caught', ending);
    yield* section.walk(program);
  }
}

/**
 * Runs steps of this body with other ears; true if they returned. A cleanup has no value, but its `return` replaces
 * what was on its way.
 */
function* stretch(section: Section, program: Program, wanted: 'deaf' | 'cleanup'): Walk<boolean> {
  const deafness = section.around.deafness === 'deaf' ? 'deaf' : wanted;
  const inner = new Section(section.run, { ...section.around, deafness });
  yield* inner.walk(program);
  if (inner.done || wanted === 'deaf') section.keep(inner.value);
  section.done ||= inner.done;
  return inner.done;
}

function raiseIfCancelled(section: Section): void {
  if (section.around.deafness !== 'none') return;
  section.hearing?.signal.throwIfAborted();
  const { token } = section.run.home;
  if (!token?.cancelled) return;
  try {
    token.check?.();
    throw 'reason' in token ? token.reason : new DOMException('The token is cancelled', 'AbortError');
  } catch (error) {
    section.run.yielded = { error };
    throw error;
  }
}

function seen(section: Section): string {
  const said = (cancelled: boolean | undefined): string => (cancelled ? 'aborted' : 'clear');
  const { token } = section.run.home;
  const signal = said(section.around.hearing?.signal.aborted);
  return token ? `${signal}, token ${said(token.cancelled)}` : signal;
}
