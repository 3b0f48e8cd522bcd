import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';

/** From the sources a thread needs the loader for TypeScript; as it is published it does not. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const loader = ending === '.ts' ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
const filename = fileURLToPath(new URL(`./piscina-thread${ending}`, import.meta.url));

const start = (threads: number): Piscina =>
  new Piscina({
    filename,
    name: 'run',
    minThreads: threads,
    maxThreads: threads,
    execArgv: loader,
    // By default an idle thread sleeps in `Atomics.wait`, where it cannot tell the kit that nothing more will come.
    atomics: 'disabled',
  });

const pools = new Map<number, Piscina>();

/** A pool of that many threads. They take longer to start than most jobs to run, so the next one is started ahead. */
export function taken(threads: number): Piscina {
  const pool = pools.get(threads) ?? start(threads);
  pools.set(threads, start(threads));
  return pool;
}
