/** Everything that the author of an adapter or of a suite may import. */
export type * from './adapter/capability.ts';
export type * from './adapter/components.ts';
export type * from './adapter/events.ts';
export type * from './adapter/lent.ts';
export type * from './adapter/policies.ts';
export type * from './adapter/process.ts';
export type * from './adapter/program.ts';
export type * from './adapter/resources.ts';
export type * from './adapter/shutdown.ts';
export type * from './adapter/store.ts';
export type * from './adapter/tokens.ts';
export type * from './adapter/wish.ts';
export * from './adapter/target.ts';
export * from './adapter/tasks.ts';

export type { Context, Offer } from './context.ts';
export type { Call, Event, History } from './history.ts';
export type * from './outcome.ts';
export type { JobSetting, Lab, Setting } from './lab/lab.ts';
export { Dialect, dialectOptions } from './dialect/dialect.ts';
export * from './suite.ts';
export { QuiesceError } from './errors.ts';
export { describe } from './describe.ts';
export * from './checkers/answers.ts';
export * from './checkers/claim.ts';
export * from './checkers/views.ts';
export * from './checkers/reasons.ts';
export { runJob } from './program/remote.ts';
