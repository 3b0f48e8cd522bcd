/** What the front-ends need: the result of a run, the issues in it, and their renderings. */
export * from './result.ts';
export * from './result-file.ts';
export * from './log.ts';
export type * from './knowledge.ts';
export type * from './issue.ts';
export type { Sums, Tally } from './sums.ts';
export { assertSums } from './sums.ts';
export { UnreadableResult } from './unreadable.ts';
export { triage } from './triage.ts';
export { headline } from './headline.ts';
export { ledger } from './ledger.ts';
export { findingText } from './finding-text.ts';
export { renderDiagnosis } from './markdown.ts';
export { renderTerminal } from './terminal.ts';
export { exitCode } from './exit-code.ts';
export { terminal as terminalText, oneLine } from './safe-text.ts';
