import type { Server } from 'node:http';

/** Says where it listens, in the words that the kit looks for. */
export function listening(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`listening on port ${typeof address === 'object' ? address?.port : address}\n`);
  });
}

/** Calls back once, on the first signal that asks for the end; further ones change nothing. */
export function onTermination(end: () => unknown): void {
  let told = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!told) end();
      told = true;
    });
  }
}
