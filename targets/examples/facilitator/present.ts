import type { Service } from '../../../harness/index.ts';
import type { FacilitatorClient } from './client.ts';
import type { FacilitatorClient as MendedClient } from './mended.ts';

/** Both clients have the same members: what was mended is behind them. */
export const presentClient = (client: FacilitatorClient | MendedClient): Service => ({
  start: () => client.start(),
  stop: ({ signal }) => client.stop(signal),
  get state() {
    return client.state;
  },
  send: (message) => client.send(message),
  receive: ({ timeout, signal }) => client.receive(timeout, signal),
  [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
});
