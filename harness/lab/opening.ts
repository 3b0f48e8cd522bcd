import type { Coordinator, OpenWish, Target } from '../adapter/target.ts';
import { QuiesceError } from '../errors.ts';
import type { Bench } from './bench.ts';
import type { Setting } from './lab.ts';
import { nearest } from '../nearest.ts';

/** A coordinator that was opened, and what it was asked for. */
export interface Opened {
  readonly coordinator: Coordinator;
  readonly setting: Setting;
}

/** Opens a coordinator through its adapter. A throw here is the adapter's, never the coordinator's. */
export async function openCoordinator(target: Target, setting: Setting, bench: Bench): Promise<Opened> {
  const wish = openWish(setting, bench);
  let coordinator: unknown;
  try {
    coordinator = await target.open(wish);
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError(
      'adapter',
      'ADAPTER_OPEN_THROWS',
      `\`open\` of the adapter "${target.name}" threw: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
      'It must build a fresh coordinator at every call, with whatever wishes it is given.',
      error,
    );
  }
  if (!known.has(target)) {
    shaped(coordinator, target.name);
    known.add(target);
  }
  return { coordinator: coordinator as Coordinator, setting };
}

/** Targets whose coordinators have been looked at: they are all built by the same `open`. */
const known = new WeakSet<Target>();

/** What is wished for; as plain values where nobody heeds what is read: a getter costs as much as ten promises. */
const openWish = (setting: Setting, bench: Bench): OpenWish =>
  bench.reads.heeded
    ? heededWish(setting, bench)
    : {
        concurrency: setting.concurrency,
        queueLimit: setting.queueLimit,
        timeout: setting.timeout,
        components: setting.components?.map((script) => bench.stubs.component(script)),
        store: setting.store ? bench.store.store : undefined,
        connect: setting.network ? bench.network.connect : undefined,
      };

/** Getters of the object's own, so that a spread reads, and claims, them all. */
function heededWish(setting: Setting, bench: Bench): OpenWish {
  const { reads, stubs, store, network } = bench;
  const read = <T>(name: string, value: T): T => {
    reads.note(name);
    return value;
  };
  return {
    get concurrency() {
      return read('open.concurrency', setting.concurrency);
    },
    get queueLimit() {
      return read('open.queueLimit', setting.queueLimit);
    },
    get timeout() {
      return read('open.timeout', setting.timeout);
    },
    get components() {
      return read(
        'open.components',
        setting.components?.map((script) => stubs.component(script)),
      );
    },
    get store() {
      return read('open.store', setting.store ? store.store : undefined);
    },
    get connect() {
      return read('open.connect', setting.network ? network.connect : undefined);
    },
  };
}

const members = [
  'submit',
  'cancel',
  'cancelAll',
  'idle',
  'query',
  'result',
  'subscribe',
  'connect',
  'diagnostics',
  'shutdown',
  'onShutdown',
  'reopen',
  'resources',
  'policies',
  'components',
  'component',
  'token',
  'link',
  'waves',
  'dispose',
] as const;

const objects: ReadonlySet<string> = new Set(['shutdown', 'resources', 'policies']);

function shaped(coordinator: unknown, name: string): void {
  if (coordinator === null || typeof coordinator !== 'object') {
    throw malformed(
      name,
      `\`open\` returned ${coordinator === null ? 'null' : typeof coordinator}`,
      'Return an object with at least `submit`.',
    );
  }
  const own = coordinator as Record<string, unknown>;
  if (typeof own['submit'] !== 'function') {
    throw malformed(
      name,
      '`open` returned an object without a `submit` method',
      'Add `submit(job)`, or `submit: noTasks` for a target that takes no tasks.',
    );
  }
  for (const [member, value] of Object.entries(own)) {
    if (!(members as readonly string[]).includes(member)) {
      const close = nearest(member, members);
      throw malformed(
        name,
        `\`open\` returned an object with an unknown member \`${member}\``,
        close ? `Did you mean \`${close}\`? ${listed}` : listed,
      );
    }
    const wanted = objects.has(member) ? 'object' : 'function';
    if (value !== undefined && typeof value !== wanted) {
      throw malformed(
        name,
        `its coordinator has a \`${member}\` that is ${value === null ? 'null' : typeof value}, not ${wanted}`,
        `Make it a ${wanted}, or leave it out.`,
      );
    }
  }
}

const listed = `Known members: ${members.join(', ')}.`;

const malformed = (name: string, found: string, hint: string): QuiesceError =>
  new QuiesceError('adapter', 'ADAPTER_MALFORMED', `The adapter "${name}" is malformed: ${found}.`, hint);
