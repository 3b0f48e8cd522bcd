import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults of a manager of components. */
export const managers: readonly Mutant[] = [
  ...faultsOf('LIF-01', {
    'starts-while-it-stops': {
      fault: 'a start that comes while the manager is stopping begins at once',
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          start: (manager) => {
            if (manager.state !== 'stopping') return p.manager.start(manager);
            manager.halting = false;
            return p.manager.begin(manager);
          },
        },
      }),
    },
    'manager-starts-again': {
      fault: 'a manager that is started while it starts begins a second start of its own',
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          start: (manager) => {
            if (manager.state !== 'running') manager.starting = p.manager.begin(manager);
            return manager.starting ?? Promise.resolve();
          },
        },
      }),
    },
  }),
  ...faultsOf('LIF-03', {
    'first-need-only': {
      fault: 'of several components that are needed only the first is waited for',
      dialect: { 'stop.order': 'declared' },
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          needs: (manager, component) => p.manager.needs(manager, component).slice(0, 1),
          dependants: (manager, component) =>
            manager.started.filter((other) => p.manager.needs(manager, other).includes(component)),
        },
      }),
    },
    'fired-in-order': {
      fault: 'starts are fired in order without awaiting readiness',
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          needs: () => [],
          dependants: (manager, component) => manager.started.slice(manager.started.indexOf(component) + 1),
        },
      }),
    },
    'list-order': {
      fault: '`after` is read and ignored: list order',
      trips: ['LIF-04'],
      dialect: { 'stop.order': 'declared' },
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          needs: ({ list }, component) =>
            list.filter(({ after }, at) => after.length >= 0 && at < list.indexOf(component)),
        },
      }),
    },
  }),
  ...faultsOf('LIF-04', {
    'first-dependant-only': {
      fault: 'of several dependants only the first is waited for',
      dialect: { 'stop.order': 'declared' },
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          dependants: (manager, component) => p.manager.dependants(manager, component).slice(0, 1),
        },
      }),
    },
    'stopped-in-start-order': {
      fault: 'components are stopped in start order',
      trips: ['LIF-05', 'LIF-06'],
      parts: (p) => ({
        ...p,
        manager: { ...p.manager, dependants: (manager, component) => p.manager.needs(manager, component) },
      }),
    },
    'stopped-all-at-once': {
      fault: 'stops are called in the right order, but all at once, and awaited together',
      trips: ['LIF-05'],
      parts: (p) => ({ ...p, manager: { ...p.manager, dependants: () => [] } }),
    },
    'graph-ignored-in-the-stop': {
      fault: 'started along the dependencies, components are stopped in the reverse order of the list',
      trips: ['LIF-05'],
      dialect: { 'stop.order': 'declared' },
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          dependants: ({ list }, component) => list.slice(list.indexOf(component) + 1),
        },
      }),
    },
  }),
  ...faultsOf('LIF-05', {
    'starts-on-after-a-failure': {
      fault: 'components whose turn comes later are started although one has failed',
      dialect: { 'stop.order': 'declared' },
      trips: [],
      parts: (p) => ({ ...p, manager: { ...p.manager, goesOn: ({ halting }) => !halting } }),
    },
    'tells-of-the-way-back': {
      fault: 'an error of the rollback takes the place of the one that the start failed with',
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          stopOne: async (manager, component, errors) => {
            await p.manager.stopOne(manager, component, errors);
            if (manager.state === 'starting' && errors.length > 0) throw errors[0];
          },
        },
      }),
    },
    'half-started': {
      fault: 'the exception leaves A and B running',
      trips: [],
      parts: (p) => ({ ...p, manager: { ...p.manager, standing: () => [] } }),
    },
    'rolls-everything-back': {
      fault: 'the rollback stops every component of the list, also D, which was never started',
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          standing: ({ list }) => list,
          dependants: ({ list }, component) => list.slice(list.indexOf(component) + 1),
        },
      }),
    },
    'starting-for-ever': {
      fault: 'after the failure the state stays "starting", so a second start() returns at once and starts nothing',
      trips: [],
      dialect: { 'shutdown.restart': 'restartable' },
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          failed: (manager) => {
            manager.starting = Promise.resolve();
          },
        },
      }),
    },
  }),
  ...faultsOf('LIF-06', {
    'first-error-only': {
      fault: 'of several stops that fail only the first error is told',
      trips: [],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          stopOne: (manager, component, errors) =>
            p.manager.stopOne(manager, component, errors.length > 0 ? [] : errors),
        },
      }),
    },
    'stops-without-a-try': {
      fault: 'stops run one after another without a try',
      trips: ['LIF-05', 'LIF-10'],
      parts: (p) => ({
        ...p,
        manager: {
          ...p.manager,
          stopOne: async (_manager, component) => {
            await component.stop();
          },
        },
      }),
    },
  }),
  ...faultsOf('LIF-15', {
    'forgets-the-starting-one': {
      fault: "a manager's stop() stops those that are ready and forgets the one that is starting",
      trips: [],
      parts: (p) => ({ ...p, manager: { ...p.manager, settle: async () => {} } }),
    },
  }),
  ...faultsOf('LIF-17', {
    'waits-for-ever': {
      fault: 'the time limit of a stop is taken and not looked at: a manager waits for whoever hangs',
      trips: [],
      parts: (p) => ({ ...p, manager: { ...p.manager, limit: (end) => end } }),
    },
    'waits-for-its-turn': {
      fault: 'the time limit of a stop is taken and not looked at: a component waits for its turn to end',
      trips: [],
      parts: (p) => ({ ...p, daemon: { ...p.daemon, limit: (end) => end } }),
    },
  }),
];
