import type {
  Client,
  Coordinator,
  Handle,
  Job,
  Lease,
  Listener,
  OpenWish,
  Policy,
  Resource,
  Service,
  Snapshot,
  Target,
  TaskEvent,
  Token,
  WavesResult,
} from '../../harness/index.ts';
import { lendNothing } from './lent.ts';
import type { Pretence } from './pretence.ts';

/** How far a null target goes with the jobs it is handed: not at all, or to calling the body and leaving it alone. */
export type Effort = 'idle' | 'runs-bodies';

/** A target that has every member and does none of the work. */
export function nullTarget(pretence: Pretence, effort: Effort): Target {
  return {
    name: effort === 'idle' ? pretence.name : `${pretence.name}-${effort}`,
    version: '1',
    open: (wish) => open(pretence, effort, claimAll(wish)),
    report: () => ({ unfinished: [], returned: [], left: [] }),
  };
}

/** Reads every wish, and so claims to honour it. */
function claimAll<T extends object>(wish: T): T {
  return { ...wish };
}

/** The wishes of a job are getters of its class, which a spread does not read. */
function claimed({ signal, timeout, priority, lane, key, token }: Job): readonly unknown[] {
  return [signal, timeout, priority, lane, key, token];
}

function open(pretence: Pretence, effort: Effort, _wish: OpenWish): Coordinator {
  const { answer } = pretence;
  const jobs: Job[] = [];
  const listeners: Listener[] = [];
  const tell = (listener: Listener, job: Job): void => {
    for (const event of pretence.events(job)) listener(event);
  };
  const snapshot: Snapshot = { ...counts(pretence.count), state: pretence.state, ids: [] };
  const submit = (job: Job): Handle => {
    jobs.push(job);
    claimed(job);
    for (const listener of listeners) tell(listener, job);
    if (effort === 'runs-bodies') job.run(new AbortController().signal, lendNothing(pretence)).catch(() => {});
    return handleOf(pretence, job, tell);
  };
  const coordinator: Coordinator = {
    submit,
    cancel: answer,
    cancelAll: answer,
    idle: answer,
    query: () => snapshot,
    result: (id) => pretence.result(jobs.find((job) => job.id === id) ?? ({ id } as Job)),
    subscribe: (listener) => {
      listeners.push(listener);
      return answer;
    },
    connect: () => client(jobs.flatMap(pretence.events), answer),
    diagnostics: (sink) => {
      sink({ level: 'info', text: 'all is well' });
      return answer;
    },
    shutdown: { drain: claiming(answer), abort: claiming(answer) },
    onShutdown: answer,
    reopen: () => coordinator,
    ...facets(answer),
  };
  return coordinator;
}

const handleOf = (pretence: Pretence, job: Job, tell: (listener: Listener, job: Job) => void): Handle => ({
  id: job.id,
  result: pretence.result(job),
  ended: pretence.result(job),
  cancel: pretence.answer,
  subscribe: (listener) => {
    tell(listener, job);
    return pretence.answer;
  },
});

const counts = (count: number): Snapshot => ({ running: count, queued: count, kept: count, clients: count });

/** A call that reads its wishes before it answers. */
const claiming =
  (answer: () => unknown) =>
  (wish: object): unknown => {
    claimAll(wish);
    return answer();
  };

/** A client that is handed all there is at once, and then the end. */
function client(events: readonly TaskEvent[], answer: () => unknown): Client {
  const left = [...events];
  return { next: async () => left.shift(), pause: answer, resume: answer, close: answer, drop: answer };
}

function facets(answer: () => unknown): Partial<Coordinator> {
  const service: Service = {
    start: answer,
    stop: answer,
    state: 'running',
    send: answer,
    receive: async () => undefined,
  };
  const token: Token = { cancelled: true, cancel: answer, check: answer, reset: answer, onCancel: () => answer };
  const waves: WavesResult = { ending: 'completed', last: 0, results: [] };
  return {
    ...resources(answer),
    policies: { retry: policy, breaker: policy, fallback: policy, rate: policy },
    components: () => service,
    component: () => service,
    token: () => token,
    link: () => token,
    waves: async () => waves,
    dispose: () => undefined,
  };
}

/** Locks and pools that let everybody in. */
function resources(answer: () => unknown): Pick<Coordinator, 'resources'> {
  const lease: Lease = { resource: null, release: answer, discard: answer };
  const resource: Resource = {
    acquire: async (wish) => {
      claimAll(wish);
      return lease;
    },
    use: (body, wish) => {
      claimAll(wish);
      return body(null, new AbortController().signal);
    },
    close: claiming(answer),
  };
  return {
    resources: {
      lock: () => resource,
      pool: (wish) => {
        claimAll(wish);
        return resource;
      },
    },
  };
}

/** A policy that calls, once, and does nothing else. */
const policy = (wish: object): Policy => {
  claimAll(wish);
  return (call, given) => {
    claimAll(given);
    return call(new AbortController().signal, 1);
  };
};
