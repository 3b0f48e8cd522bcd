import type { Component } from '../../harness/index.ts';
import type { Closing } from './closing.ts';
import type { Core } from './core.ts';
import { note } from './events.ts';

/** Starts what was attached, in its order. */
export async function startComponents({ attached }: Core): Promise<void> {
  for (const component of attached) await component.start();
}

/** One after the other; none of them keeps the next one from its turn. */
export async function hooks(core: Core, closing: Closing): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  for (const hook of core.hooks) await core.parts.bounded(core, closing, 'a hook', hook, errors);
  return errors;
}

/** Each is stopped when those that need it have been. */
export async function components(core: Core, closing: Closing): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  const stops = new Map<Component, Promise<void>>();
  const stop = (component: Component): Promise<void> => {
    const found = stops.get(component) ?? stopped(component);
    stops.set(component, found);
    return found;
  };
  const stopped = async (component: Component): Promise<void> => {
    await Promise.all(core.parts.dependants(core, component).map(stop));
    await core.parts.bounded(core, closing, component.name, () => component.stop(), errors);
  };
  await Promise.all(core.attached.map(stop));
  return errors;
}

export function dependants({ attached, settings }: Core, component: Component): readonly Component[] {
  if (settings.stopOrder === 'concurrent') return [];
  if (settings.stopOrder === 'declared') return attached.filter(({ after }) => after.includes(component.name));
  return attached.slice(attached.indexOf(component) + 1);
}

/** The one deadline holds for all: who is called when it is over is called all the same, and not waited for. */
export async function bounded(
  core: Core,
  closing: Closing,
  name: string,
  call: () => unknown,
  errors: unknown[],
): Promise<void> {
  const { grace, force } = closing;
  const ms = core.parts.timeLeft(core, closing, grace === undefined ? undefined : grace + (force ?? 0));
  let late = false;
  const ended = attempt(call).catch((error: unknown) => {
    if (late) note(core, 'error', `${name} failed after the shutdown`, undefined, error);
    else errors.push(error);
  });
  if (ms === undefined) return ended;
  let disarm = (): void => {};
  const up = new Promise<void>((resolve) => {
    disarm = core.parts.after(ms, () => {
      late = true;
      note(core, 'warn', `${name} did not end in time`);
      resolve();
    });
  });
  await Promise.race([ended, up]);
  disarm();
}

const attempt = async (call: () => unknown): Promise<void> => void (await call());
