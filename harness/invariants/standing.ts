import type { Context } from '../context.ts';
import type { History } from '../history.ts';
import type { Finding } from '../outcome.ts';
import { cleanupOnce, limitKept, slotKept } from './bodies.ts';
import { nothingAfterTheEnd, oneTerminalEvent, settlesOnce, viewsAgree } from './endings.ts';
import type { Invariant, Waivers } from './invariant.ts';
import { noStrayError, nothingLeft } from './traces.ts';

/** The invariants that every history must keep. */
export const standing: readonly Invariant[] = [
  settlesOnce,
  oneTerminalEvent,
  viewsAgree,
  nothingAfterTheEnd,
  cleanupOnce,
  limitKept,
  slotKept,
  noStrayError,
  nothingLeft,
];

/** What the standing invariants find in a history, each at most once. */
export function violations(history: History, context: Context, waivers: Waivers): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { name, owner, expected, contradiction } of standing) {
    const found = contradiction(history, context, waivers);
    if (!found) continue;
    findings.push({
      rule: `invariant/${name}`,
      owner: typeof owner === 'string' ? owner : owner(waivers),
      expected,
      observed: found.observed,
      ...(found.hint === undefined ? {} : { hint: found.hint }),
      witness: found.witness.filter((event) => event !== undefined).map(({ seq }) => seq),
    });
  }
  return findings;
}
