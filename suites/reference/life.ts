import type { Awaitable, Component, Coordinator } from '../../harness/index.ts';
import { shutDown } from './closing.ts';
import { shutdownModes } from './closing-settings.ts';
import type { Core } from './core.ts';
import { startComponents } from './dependencies.ts';
import { type Data, restore } from './kept.ts';
import { listenToProcess } from './process-signals.ts';
import { adopt } from './tasks.ts';

type Ends = Required<Pick<Coordinator, 'shutdown' | 'onShutdown' | 'reopen'>>;

/** The ways in which a coordinator ends; `next` makes the instance that comes after it. */
export function endsOf(core: Core, next: (data: Data) => Awaitable<Coordinator>): Ends {
  const ways = shutdownModes.map(
    (mode) =>
      [mode, (wish: Parameters<typeof shutDown>[2]) => shutDown(core, core.settings.modes[mode], wish)] as const,
  );
  return {
    shutdown: Object.fromEntries(ways),
    onShutdown: (hook) => void core.hooks.push(hook),
    reopen: () => next(core.data),
  };
}

/** Begins: hears the process, starts what is attached, and takes over what the instance before it has kept. */
export function begin(core: Core, attached: readonly Component[] | undefined, data: Data | undefined): Promise<void> {
  core.attached = attached ?? [];
  if (data) core.data = data;
  core.begin = () => {
    if (core.settings.hearsSignals)
      listenToProcess(core, () => shutDown(core, core.settings.modes.drain, { grace: undefined, force: undefined }));
    return startComponents(core);
  };
  restore(core, (job) => void adopt(core, job));
  return core.begin();
}
