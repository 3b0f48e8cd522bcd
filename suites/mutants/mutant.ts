import type { Parts } from '../reference/core.ts';
import type { Choices } from '../reference/settings.ts';

/** The reference with one fault, in a dialect in which it is one. */
export interface Mutant {
  /** `CAN-01/<fault in a few words>`. */
  readonly id: string;
  /** The fault in a sentence; in a report, the suspected cause. */
  readonly fault: string;
  /** The requirement that it must fail. */
  readonly own: string;
  /** Requirements that it may fail besides. */
  readonly trips: readonly string[];
  readonly dialect: Choices;
  /** The parts of the reference, with the fault in one of them. */
  readonly parts: (p: Parts) => Parts;
}

/** What a mutant is listed with: its requirement is the first half of its id. */
export type Listed = Omit<Mutant, 'id' | 'own' | 'dialect'> & { readonly dialect?: Choices };

/** Names the faults of one file by requirement. */
export function faultsOf(requirement: string, faults: Readonly<Record<string, Listed>>): readonly Mutant[] {
  return Object.entries(faults).map(([name, listed]) => ({
    dialect: {},
    ...listed,
    id: `${requirement}/${name}`,
    own: requirement,
  }));
}
