import type { Component, Service } from '../../harness/index.ts';
import type { Core } from './core.ts';
import { leave } from './daemon.ts';
import { Refused } from './errors.ts';
import { orAborted, orTimedOut } from './wait.ts';

/** What a manager of components is made of; see `Parts`. */
export interface ManagerParts {
  /** A call of start; further ones share the first. */
  start(manager: Manager): Promise<void>;
  begin(manager: Manager): Promise<void>;
  /** There is reason to start another one, after those errors. */
  goesOn(manager: Manager, errors: readonly unknown[]): boolean;
  /** Those that must be ready before that one is started. */
  needs(manager: Manager, component: Component): readonly Component[];
  /** Those that must have stopped before that one is. */
  dependants(manager: Manager, component: Component): readonly Component[];
  /** Those that a failed start takes down again. */
  standing(manager: Manager): readonly Component[];
  /** A start has failed, and what it had begun has been taken down. */
  failed(manager: Manager): void;
  /** A call of stop; further ones share the first. */
  stop(manager: Manager): Promise<void>;
  end(manager: Manager): Promise<void>;
  /** Waits for a start that is under way. */
  settle(manager: Manager): Promise<void>;
  /** Stops one; what it throws is kept, and keeps nobody from being stopped. */
  stopOne(manager: Manager, component: Component, errors: unknown[]): Promise<void>;
  wait<T>(end: Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** Ends the wait for a stop, and not the stop. */
  limit<T>(end: Promise<T>, ms: number | undefined): Promise<T>;
  show(manager: Manager): string;
  leave(service: Service): Promise<void>;
}

/** Starts components in their order, and stops them the other way round. */
export class Manager {
  readonly core: Core;
  readonly list: readonly Component[];
  state: 'stopped' | 'starting' | 'running' | 'stopping' | 'failed' = 'stopped';
  /** No further component is started. */
  halting = false;
  signal: AbortSignal | undefined;
  starting: Promise<void> | undefined;
  ending: Promise<void> | undefined;
  /** Those that are ready, in order of becoming so. */
  readonly started: Component[] = [];

  constructor(core: Core, list: readonly Component[]) {
    this.core = core;
    this.list = list;
  }

  get parts(): ManagerParts {
    return this.core.parts.manager;
  }
}

function start(manager: Manager): Promise<void> {
  if (manager.ending) {
    if (!manager.core.settings.restartable || manager.state !== 'stopped')
      return Promise.reject(new Refused('CLOSED', 'the manager has been stopped'));
    manager.starting = manager.ending = undefined;
    manager.halting = false;
  }
  manager.starting ??= manager.parts.begin(manager);
  return manager.starting;
}

/** A start that fails, or is overtaken by a stop, leaves nothing running. */
async function begin(manager: Manager): Promise<void> {
  manager.state = 'starting';
  const errors = await launch(manager);
  if (errors.length === 0 && !manager.halting) {
    manager.state = 'running';
    return;
  }
  if (errors.length === 0) throw new Refused('CLOSED', 'the manager was stopped while it started');
  await takeDown(manager, manager.parts.standing(manager), []);
  manager.parts.failed(manager);
  throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'several components could not be started');
}

/** Each one when those that it needs are ready; after the first failure nobody else. */
async function launch(manager: Manager): Promise<readonly unknown[]> {
  const { parts, list } = manager;
  const errors: unknown[] = [];
  const ready = new Map<Component, Promise<boolean>>();
  const launchOne = async (component: Component): Promise<boolean> => {
    const before = await Promise.all(parts.needs(manager, component).map((needed) => readyOf(needed)));
    if (before.includes(false) || !parts.goesOn(manager, errors)) return false;
    try {
      await component.start();
      manager.started.push(component);
      return true;
    } catch (error) {
      errors.push(error);
      return false;
    }
  };
  const readyOf = (component: Component): Promise<boolean> => {
    const found = ready.get(component) ?? launchOne(component);
    ready.set(component, found);
    return found;
  };
  await Promise.all(list.map((component) => readyOf(component)));
  return errors;
}

function needs({ list, core }: Manager, component: Component): readonly Component[] {
  if (core.settings.stopOrder === 'concurrent') return [];
  if (core.settings.stopOrder === 'declared') return list.filter(({ name }) => component.after.includes(name));
  return list.slice(0, list.indexOf(component));
}

const dependants = (manager: Manager, component: Component): readonly Component[] =>
  manager.started.filter((other) => manager.parts.needs(manager, other).includes(component));

const standing = ({ started }: Manager): readonly Component[] => started;

function failed(manager: Manager): void {
  manager.state = 'failed';
  if (manager.core.settings.restartable) manager.starting = undefined;
}

/** Of one that was never started, or could not be, there is nothing to stop. */
function stop(manager: Manager): Promise<void> {
  if (!manager.starting) return Promise.resolve();
  manager.ending ??= manager.parts.end(manager);
  return manager.ending;
}

async function end(manager: Manager): Promise<void> {
  const { parts } = manager;
  manager.halting = true;
  await parts.settle(manager);
  manager.state = 'stopping';
  const errors: unknown[] = [];
  await takeDown(manager, manager.started, errors);
  manager.state = 'stopped';
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, 'several components could not be stopped');
}

/** A start that was called cannot be taken back. */
const settle = async ({ starting }: Manager): Promise<void> => starting?.catch(() => {});

/** Each one when those that depend on it have stopped. */
async function takeDown(manager: Manager, list: readonly Component[], errors: unknown[]): Promise<void> {
  const { parts } = manager;
  const stops = new Map<Component, Promise<void>>();
  const stopOf = (component: Component): Promise<void> => {
    const found = stops.get(component) ?? stopInTurn(component);
    stops.set(component, found);
    return found;
  };
  const stopInTurn = async (component: Component): Promise<void> => {
    const before = parts.dependants(manager, component).filter((other) => other !== component);
    await Promise.all(before.map((other) => stopOf(other)));
    await parts.stopOne(manager, component, errors);
  };
  await Promise.all([...list].reverse().map((component) => stopOf(component)));
  manager.started.splice(0);
}

async function stopOne(_manager: Manager, component: Component, errors: unknown[]): Promise<void> {
  try {
    await component.stop();
  } catch (error) {
    errors.push(error);
  }
}

const goesOn = ({ halting }: Manager, errors: readonly unknown[]): boolean => errors.length === 0 && !halting;

export const managerParts: ManagerParts = {
  start,
  begin,
  goesOn,
  needs,
  dependants,
  standing,
  failed,
  stop,
  end,
  settle,
  stopOne,
  wait: orAborted,
  limit: orTimedOut,
  show: ({ state }) => state,
  leave,
};

export function managerOf(core: Core, list: readonly Component[]): Service {
  const manager = new Manager(core, list);
  const { parts } = manager;
  const service: Service = {
    start: () => parts.start(manager),
    stop: ({ signal, timeout }) => {
      manager.signal ??= signal;
      return parts.wait(parts.limit(parts.stop(manager), timeout), signal);
    },
    get state() {
      return parts.show(manager);
    },
    [Symbol.asyncDispose]: () => parts.leave(service),
  };
  return service;
}
