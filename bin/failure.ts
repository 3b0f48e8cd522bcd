import { QuiesceError, troubleOf } from '../harness/errors.ts';
import type { Trouble } from '../harness/outcome.ts';
import { terminalText } from '../reports/index.ts';
import { wrap } from '../reports/wrap.ts';
import { usageExit } from './usage-exit.ts';

export interface FailureOptions {
  readonly columns: number;
  /** Show where in the kit it was thrown. */
  readonly stack: boolean;
}

/** What is printed about an error that ended a command: code and sentence, what to do, and the stack if asked for. */
export function failureText(error: unknown, { columns, stack }: FailureOptions): string {
  const trouble = troubleOf(error);
  const hint = trouble.hint ?? (isMeant(error) ? undefined : ownFault);
  const said = troubleText({ ...trouble, ...(hint === undefined ? {} : { hint }) }, { columns });
  return stack && trouble.stack !== undefined ? `${said}\n${terminalText(trouble.stack, 10_000)}\n` : said;
}

/** Code and sentence, and what to do. */
export function troubleText({ code, message, hint }: Trouble, { columns }: { readonly columns: number }): string {
  const width = Math.min(columns, 100);
  const lines = [
    ...wrap(`${code}  ${visible(message)}`, width),
    ...(hint === undefined ? [] : wrap(visible(hint), width - 2).map((line) => `  ${line}`)),
  ];
  return terminalText(`${lines.join('\n')}\n`, 20_000);
}

const visible = (text: string): string => terminalText(text, 4_000);

/** 64 for a wrong call, 3 for everything that kept the kit from judging. */
export const failureExit = (error: unknown): number => (kindOf(error) === 'usage' ? usageExit : 3);

// An unreadable result has the shape of the kit's errors and is none, so the shape decides.
const kindOf = (error: unknown): unknown =>
  error instanceof QuiesceError || error instanceof Error ? (error as { readonly kind?: unknown }).kind : undefined;

const isMeant = (error: unknown): boolean => kindOf(error) !== undefined && kindOf(error) !== 'internal';

const ownFault = 'This is a fault of quiesce. Run it again with --stack, and report what it prints.';
