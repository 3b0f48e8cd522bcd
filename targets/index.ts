/** A target that can be named instead of being given by its path. */
export interface BuiltInTarget {
  /** The module that exports it. */
  readonly address: string;
  /** What it is, in one line. */
  readonly about: string;
}

/** The same module from source and from the build. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

const at = (path: string, about: string): BuiltInTarget => ({
  address: new URL(`./${path}${extension}`, import.meta.url).href,
  about,
});

/** The targets that the kit brings along, by name. */
export const builtInTargets: Readonly<Record<string, BuiltInTarget>> = {
  before: at('examples/streaming/before-adapter', 'a streaming task coordinator as it was found'),
  after: at('examples/streaming/after-adapter', 'the same coordinator after the reported fixes'),
  mended: at('examples/streaming/mended-adapter', 'the same coordinator, mended'),
  'python-before': at('python/before-adapter', 'the streaming coordinator as it was found, in asyncio'),
  'python-after': at('python/after-adapter', 'the asyncio coordinator after the reported fixes'),
  'python-mended': at('python/mended-adapter', 'the asyncio coordinator, mended'),
  'facilitator-before': at(
    'examples/facilitator/client-adapter',
    'a client of components, as its redesign describes it',
  ),
  'facilitator-mended': at('examples/facilitator/mended-adapter', 'the same client, mended'),
  'waves-before': at('examples/waves/orchestrator-adapter', 'an orchestrator with a token, as its report describes it'),
  'waves-mended': at('examples/waves/mended-adapter', 'the same orchestrator, mended'),
  'patterns-before': at('examples/patterns/before-adapter', 'reliability patterns as a document has them'),
  'patterns-mended': at('examples/patterns/mended-adapter', 'the same patterns, mended'),
  limiter: at('examples/limiter', 'the smallest limiter: a count and a line'),
  'p-queue': at('libraries/p-queue', 'p-queue, a promise queue with priorities and limits'),
  'server-before': at('servers/streaming/before-target', 'the streaming coordinator as it was found, as a server'),
  'server-after': at('servers/streaming/after-target', 'the streaming server after the reported fixes'),
  'server-mended': at('servers/streaming/mended-target', 'the streaming server, mended: signals, drain, last events'),
  'python-server-before': at('python/before-server', 'the asyncio coordinator as it was found, as a server'),
  'python-server-after': at('python/after-server', 'the asyncio server after the reported fixes'),
  'python-server-mended': at('python/mended-server', 'the asyncio server, mended: signals, drain, last events'),
  'node-http': at('servers/bare-target', 'a bare HTTP server that only stops listening when it is told to end'),
  fastify: at('servers/fastify-target', 'fastify, closed by its own close on a signal'),
  'http-terminator': at('servers/terminator-target', 'a bare HTTP server that http-terminator ends'),
  piscina: at('libraries/piscina', 'piscina, a pool of worker threads'),
  fastq: at('libraries/fastq', 'fastq, a fast work queue'),
};
