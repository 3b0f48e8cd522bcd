import type { CheckedStep } from '../../harness/process/check.ts';
import type { Arguments } from '../command-line.ts';
import { commandWords } from '../command-words.ts';
import type { Door } from '../out.ts';
import { one } from '../read-arguments.ts';

/** Tries a client of the wire protocol step by step; 3 if a step fails, as for any adapter that cannot be used. */
export async function wireCheck(args: Arguments, { out }: Door): Promise<number> {
  const { checkWire } = await import('../../harness/process/check.ts');
  const [program = '', ...rest] = commandWords(one(args, 'command') ?? '');
  let failed = 0;
  for await (const step of checkWire({ command: [program, ...rest] })) {
    if (step.verdict === 'fail') failed += 1;
    out.print(`${textOf(step)}\n`);
  }
  out.print(failed === 0 ? 'It speaks the protocol.\n' : `${failed} ${failed === 1 ? 'step' : 'steps'} failed.\n`);
  return failed === 0 ? 0 : 3;
}

const words = { ok: 'ok  ', skip: 'skip', fail: 'FAIL' } as const;

const textOf = ({ step, verdict, said, hint }: CheckedStep): string =>
  [`${words[verdict]}  ${step}`, `      ${clean(said)}`, ...(hint === undefined ? [] : [`      ${clean(hint)}`])].join(
    '\n',
  );

/** What a program says may not forge a line of its own. */
const clean = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 2_000);
