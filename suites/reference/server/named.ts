import type { ServerParts } from './host.ts';
import { correct } from './parts.ts';

/** What a server declares of its signals. */
export type SignalChoices = Readonly<Record<string, string>>;

/** The parts of the server of that name: the correct ones as they are declared, or those with one fault. */
export async function partsOf(id: string | undefined, choices: SignalChoices): Promise<ServerParts> {
  const right = declared(choices);
  if (id === undefined || id === 'correct') return right;
  const { serverMutants } = await import('../../mutants/servers/index.ts');
  const found = serverMutants.find((mutant) => mutant.id === id);
  if (!found) throw new Error(`There is no server "${id}".`);
  return found.parts(right);
}

const declared = (choices: SignalChoices): ServerParts => ({
  ...correct,
  isFast: (signal) => choices[`signal.map.${signal.slice(3)}`] === 'fast',
  again: (parts, host, signal) => {
    if (choices[`signal.second.${signal.slice(3)}`] !== 'ignore') correct.again(parts, host, signal);
  },
});
