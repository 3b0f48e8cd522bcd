import type { Shown } from './issue.ts';

/** The command that shows one finding again, whole history and all. */
export const replayCommand = (target: string, { case: id, schedule }: Pick<Shown, 'case' | 'schedule'>): string =>
  `npx quiesce replay ${word(target)} ${word(scheduled(id, schedule))}`;

/** A case as `replay` takes it. A schedule that was searched for names its case already; one that was given does not. */
export const scheduled = (id: string, schedule: string | undefined): string =>
  schedule === undefined || schedule.startsWith(`${id}:`) ? (schedule ?? id) : `${id}:${schedule}`;

/** The command that runs everything again. */
export const runCommand = (target: string): string => `npx quiesce run ${word(target)}`;

/** One word of a POSIX shell. Names come from foreign files; quoted, they stay names when somebody pastes them. */
const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
