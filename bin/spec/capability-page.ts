import type { Capability } from '../../harness/adapter/capability.ts';
import { profiles } from '../../harness/profile.ts';
import { givenBy } from '../capabilities.ts';
import { type Reference, requirementsOf } from './reference.ts';
import { anchor, blocks, capabilityLink, requirementLink, row, sentence } from './text.ts';

/** What a coordinator can offer, what gives it, and which kinds are expected to. */
export function capabilityPage(reference: Reference): string {
  return blocks([
    '# Capabilities and profiles',
    'A capability is never declared: it is there if its member is there, if its wish is read, and if a short first run sees it work. What is absent is skipped, listed and counted. It fails a run only where the profile expects it, as one issue named `capability/<name>`.',
    '## Profiles',
    [
      row(['profile', 'expects']),
      row([':--', ':--']),
      ...Object.entries(profiles).map(([name, expected]) =>
        row([`\`${name}\``, expected.map(capabilityLink).join(', ') || 'nothing']),
      ),
    ],
    '`x.y` is expected only where `x` is offered: one missing operation is one issue. In place of `component`, `components` will do.',
    '## Capabilities',
    [
      row(['capability', 'given by', 'expected of', 'needed by']),
      row([':--', ':--', ':--', ':--']),
      ...Object.entries(givenBy).map(([name, by]) => capabilityRow(name as Capability, by, reference)),
    ],
  ]);
}

function capabilityRow(name: Capability, by: string, reference: Reference): string {
  const expecting = Object.entries(profiles).filter(([, expected]) => expected.includes(name));
  const users = requirementsOf(reference).filter(
    ({ needs, cases }) =>
      needs.includes(name) || cases.some((one) => one.needs.includes(name) || one.anyOf?.includes(name)),
  );
  return row([
    `${anchor(name)}\`${name}\``,
    sentence(by, reference.pages),
    expecting.map(([profile]) => `\`${profile}\``).join(' '),
    users.map(({ id }) => requirementLink(id, reference.pages)).join(' '),
  ]);
}
