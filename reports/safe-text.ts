/**
 * Makes foreign text harmless where it is shown. Names, messages and output come from the thing under test: none of
 * it may end a fence or a cell, forge a line, colour a terminal or give a command to a CI runner.
 */

/** Longest foreign text that a report shows. */
const longest = 2_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u2028\u2029]|(?![\u200d])\p{Cf}|\p{Cs}/gu;

/** Shows every character that would act instead of appear: `␛` for escape, `\u{…}` for others. Keeps tab and newline. */
export const visible = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(unseen, (found) => (found === '\u001b' ? '␛' : `\\u{${found.codePointAt(0)?.toString(16)}}`));

/** At most so many characters; says how many there were. Never cuts a pair in two. */
export function cut(text: string, most = longest): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most;
  return `${text.slice(0, end)}… (${text.length} characters)`;
}

/** On one line, with newlines shown. */
export const oneLine = (text: string, most?: number): string =>
  visible(cut(text, most)).replaceAll('\n', ' ⏎ ').replaceAll('\t', ' ');

/** For HTML text and quoted attributes. */
export const html = (text: string, most?: number): string =>
  visible(cut(text, most)).replace(/[&<>"']/g, (found) => entities[found] ?? found);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markdown prose on one line; also for cells. A word joiner keeps mentions and issue numbers from becoming links. */
export const prose = (text: string, most?: number): string =>
  oneLine(text, most)
    .replace(/[&<>]/g, (found) => entities[found] ?? found)
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/^(\s*)([-+=#])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2')
    .replace(/([@#])(?=[\p{L}\p{N}])/gu, '$1\u2060')
    .replace(/:\/\/|www\./gi, '$&\u2060');

/** Markdown code on one line. The fence is longer than any run of backticks inside. */
export function code(text: string, most?: number): string {
  const line = oneLine(text, most);
  if (line.trim() === '') return '` `';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** Code in a cell of a table: there a pipe ends the cell even inside of code. */
export const codeCell = (text: string, most?: number): string => code(text, most).replaceAll('|', '\\|');

/** A markdown block of code that its content cannot close. */
export function fence(text: string, language = '', most = 20_000): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${visible(cut(text, most)).replace(/\n+$/, '')}\n${ticks}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

/** For a terminal, or the log of a CI runner: no escape, and nothing that a runner takes for a command. */
export const terminal = (text: string, most?: number): string => withoutCommands(visible(cut(text, most)));

/** Runners take `::name::` at the start of a line, and `##[name]` anywhere, for a command. */
export const withoutCommands = (text: string): string =>
  text.replace(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '# #[');

/** The message of a GitHub workflow command. */
export const commandData = (text: string, most?: number): string =>
  visible(cut(text, most)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A property of a GitHub workflow command. */
export const commandProperty = (text: string, most?: number): string =>
  commandData(text, most).replaceAll(':', '%3A').replaceAll(',', '%2C');
