import type { Capability } from './adapter/capability.ts';
import type { Profile, View } from './adapter/target.ts';
import type { Offer } from './context.ts';
import { type Dialect, dialectOptions } from './dialect/dialect.ts';
import type { SmokeReport } from './host/frames.ts';
import type { Mode, SkipReason } from './outcome.ts';
import { expectedButAbsent } from './profile.ts';
import type { Conditions, Requirement } from './suite.ts';

/** A case as the plan knows it. */
export interface CaseKey {
  /** `suite/case`. */
  readonly id: string;
  readonly requirement: string;
  /** Digest of workload, premise and checker. */
  readonly digest: string;
  readonly conditions: Conditions;
  /** Why it cannot be run yet, on any target. */
  readonly untested?: string;
}

/** What is to be done with a case, or with one variant of it, and why. */
export type Planned = { readonly case: CaseKey; readonly variant?: string } & (
  | { readonly run: Mode }
  | { readonly skip: SkipReason; readonly because: string }
);

/** Everything that a plan depends on. */
export interface PlanInput {
  readonly cases: readonly CaseKey[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly offer: Offer;
  /** Capabilities that are present and were not seen to have an effect. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  readonly profile: Profile | undefined;
  readonly dialect: Dialect;
  /** What each member of `shutdown` was seen to be. */
  readonly shutdown: SmokeReport['shutdown'];
  /** How time passes for this target. */
  readonly mode: Mode;
  /** True for the cases, and the variants of them, that were asked for. */
  readonly wanted: (key: CaseKey, variant: string | undefined) => boolean;
}

/** Decides for every case whether it runs, and says why where it does not. Pure. */
export function plan(input: PlanInput): readonly Planned[] {
  const absent = expectedButAbsent(input.profile, (capability) => input.offer[capability] !== undefined);
  return input.cases.flatMap((key) =>
    variantsOf(key, input).map((variant) => ({
      ...planned(key, variant, input, absent),
      ...(variant === undefined ? {} : { variant }),
    })),
  );
}

/** One for each shutdown mode; where there is none, the case as a whole is what is left out. */
function variantsOf({ conditions: { each } }: CaseKey, { shutdown }: PlanInput): readonly (string | undefined)[] {
  const modes = Object.keys(shutdown).filter((member) => shutdown[member] === 'mode');
  return each === 'shutdown' && modes.length > 0 ? modes.sort() : [undefined];
}

function planned(
  key: CaseKey,
  variant: string | undefined,
  input: PlanInput,
  expected: readonly Capability[],
): Planned {
  const skip = (reason: SkipReason, because: string): Planned => ({ case: key, skip: reason, because });
  const requirement = input.requirements.get(key.requirement);
  if (!input.wanted(key, variant)) return skip('filtered', 'not asked for');
  if (key.untested !== undefined) return skip('mode', `untested: ${key.untested}`);
  const modes = key.conditions.modes ?? requirement?.modes ?? [];
  const mode = key.conditions.inChild ? 'process' : input.mode;
  if (key.conditions.inChild && input.mode === 'process')
    return skip('mode', 'it opens the target in a process that does nothing else, and this one is a process already');
  if (!modes.includes(mode)) return skip('mode', `valid in ${modes.join(', ')} time, this target runs in ${mode} time`);

  const missing = lacking([...(requirement?.needs ?? []), ...key.conditions.needs], input.offer);
  if (missing.length > 0) {
    const blocker = missing.map((capability) => blockerOf(capability, input, expected)).find(Boolean);
    return blocker ? skip('blocked', blocker) : skip('not-offered', `needs ${missing.join(', ')}`);
  }
  const { anyOf } = key.conditions;
  if (anyOf && lacking(anyOf, input.offer).length === anyOf.length)
    return skip('not-offered', `needs one of ${anyOf.join(', ')}`);
  if (key.conditions.inThread && (input.offer.threads ?? input.offer.process))
    return skip('not-offered', 'its bodies run in another thread or process');

  const refused = undeclared(key.conditions.when, input.dialect.forShutdown(variant));
  if (refused) return skip(refused.reason, refused.because);
  const views = requirement?.views ?? [];
  if (views.length > 0 && !views.some((view) => isOffered(view, input.offer))) {
    return skip('not-offered', `its answer could be read in ${views.join(', ')} only`);
  }
  return { case: key, run: mode };
}

const lacking = (needs: readonly Capability[], offer: Offer): readonly Capability[] =>
  needs.filter((capability) => offer[capability] === undefined);

/** The issue that stands in the place of a missing capability, if there is one. */
function blockerOf(capability: Capability, input: PlanInput, expected: readonly Capability[]): string | undefined {
  for (let name: string = capability; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    if (expected.includes(name as Capability) || name in input.withoutEffect) return `capability/${name}`;
  }
  return undefined;
}

function undeclared(
  when: Conditions['when'],
  dialect: Dialect,
): { readonly reason: 'deviation' | 'not-offered'; readonly because: string } | undefined {
  for (const [option, values] of Object.entries(when ?? {})) {
    const value = dialect.value(option);
    if (values.includes(value)) continue;
    const because = `valid with ${option}=${values.join(' or ')}, declared is ${value}`;
    return { reason: isDeviation(option, value) ? 'deviation' : 'not-offered', because };
  }
  return undefined;
}

/** A body that is killed cannot clean up: no option of its own says so, so the two values count as deviations here. */
const isDeviation = (option: string, value: string): boolean =>
  (option === 'cancel.delivery' && (value === 'kill' || value === 'tell-then-kill')) ||
  dialectOptions()[option]?.values.some((known) => known.value === value && known.deviation === true) === true;

const viewCapability: Readonly<Record<View | 'answer', Capability>> = {
  result: 'result',
  events: 'events',
  query: 'query',
  lateSubscribe: 'subscribe.late',
  diagnostics: 'diagnostics',
  ended: 'ended',
  answer: 'submit',
};

/** True if that view of an outcome can be read. */
export const isOffered = (view: View | 'answer', offer: Offer): boolean => offer[viewCapability[view]] !== undefined;
