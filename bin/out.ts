/** Where a command puts its words, and what is known about who reads them. */
export interface Out {
  /** The answer itself: what a pipe receives. */
  print(text: string): void;
  /** Beside the answer: progress, and what went wrong. */
  note(text: string): void;
  /** Width of the terminal, in characters. */
  readonly columns: number;
  readonly color: boolean;
  /** A person watches, so that a line may be redrawn in place. */
  readonly live: boolean;
}

/** What a command is handed besides its arguments. */
export interface Door {
  readonly out: Out;
  /** Aborted when the person has had enough. */
  readonly signal: AbortSignal;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** FORCE_COLOR before NO_COLOR before what the stream is, as Node has it; the logs of two CI systems show colour. */
export function wantsColor(env: Environment, isTerminal: boolean | undefined): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR']) return false;
  if (env['GITHUB_ACTIONS'] || env['GITLAB_CI']) return true;
  return isTerminal === true && env['TERM'] !== 'dumb';
}

/** A log that is kept must not be redrawn, also where a CI system pretends to be a terminal. */
export const wantsLive = (env: Environment, isTerminal: boolean | undefined): boolean =>
  isTerminal === true && env['TERM'] !== 'dumb' && !isSet(env['CI']);

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== 'false';

/** Width to write for: that of the terminal, else what COLUMNS says, else 80. */
export function widthOf(env: Environment, columns: number | undefined): number {
  const said = columns ?? Number(env['COLUMNS']);
  return Number.isInteger(said) && said > 0 ? said : 80;
}
