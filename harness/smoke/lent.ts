import type { Capability } from '../adapter/capability.ts';
import type { Program } from '../adapter/program.ts';
import type { Bench } from '../lab/bench.ts';
import { remoteOf } from '../lab/remote.ts';
import type { Offering } from './offering.ts';

/** Names of what may be lent. */
export const primitives = [
  'emit',
  'sleep',
  'shield',
  'within',
  'scope',
  'all',
  'settle',
  'race',
  'any',
  'group',
  'supervise',
  'spawn',
  'map',
  'hold',
  'acquire',
  'use',
  'defer',
  'transaction',
] as const satisfies readonly Capability[];

/** Tries what a lent primitive can do beside being there. */
const further: readonly (readonly [Capability, (typeof primitives)[number], Program])[] = [
  ['within.move', 'within', [{ within: { ms: 1_000, body: [{ move: 2_000 }] } }]],
  ['within.remaining', 'within', [{ within: { ms: 1_000, body: [{ remaining: true }] } }]],
  ['partial', 'settle', [{ settle: { bodies: [[{ return: 1 }]], timeout: 1_000 } }]],
  ['spawn.cancel', 'spawn', [{ spawn: { name: 'child', body: [{ gate: 'child' }] } }, { gate: 'g' }]],
  ['spawn.cancel', 'group', [{ group: { name: 'g', body: [{ spawn: { name: 'child', into: 'g', body: [] } }] } }]],
];

/** Primitives that the library lends to a body. */
export async function lent(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  for (const name of remoteOf(bench.current)?.lent ?? []) bench.reads.note(`lent.${name}`);
  for (const name of primitives) offering.giveIf(bench.reads.has(`lent.${name}`), name, `bodies are lent \`${name}\``);
  for (const [capability, needed, program] of further) {
    if (!offering.has(needed) || offering.has(capability)) continue;
    const task = `${capability} of ${needed}`;
    bench.submit(task, program);
    await bench.quiesce();
    const unsupported = bench.history.journal(task, 'unsupported').length > 0;
    const has =
      capability === 'spawn.cancel'
        ? bench.programs.scopes.has(`${task}/child`)
        : capability === 'partial'
          ? bench.reads.has('settle.timeout')
          : !unsupported && bench.history.started(task) !== undefined;
    offering.giveIf(has, capability, `a body used \`${capability}\``);
  }
}
