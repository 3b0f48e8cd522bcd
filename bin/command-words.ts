import { QuiesceError } from '../harness/errors.ts';

/** The words of a command as a shell would part them: by blanks, with quotes and backslashes. Nothing else is special. */
export function commandWords(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < command.length; at++) {
    const sign = command[at] ?? '';
    if (sign === quote) quote = undefined;
    else if (sign === '\\' && quote !== "'") word = (word ?? '') + (command[++at] ?? '');
    else if (quote === undefined && (sign === '"' || sign === "'")) [quote, word] = [sign, word ?? ''];
    else if (quote === undefined && /\s/.test(sign)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + sign;
  }
  if (quote !== undefined) throw unreadable(command, `a closing ${quote} is missing`);
  if (word !== undefined) words.push(word);
  if (words.length === 0) throw unreadable(command, 'it has no word');
  return words;
}

const unreadable = (command: string, why: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'COMMAND_UNREADABLE',
    `Expected a program and its arguments, found ${JSON.stringify(command)}: ${why}.`,
    'Quote it once for your shell: --command "python3 target.py"',
  );
