import type { Source } from '../harness/suite.ts';
import { wrap } from '../reports/wrap.ts';

/** A part of an explanation: a heading and what stands under it. */
export type Part = readonly [heading: string, text: string | readonly string[]];

/** Parts as text; a list has a dash before each item, and what begins with blanks is code and kept as it is. */
export function explanation(title: string, parts: readonly Part[], columns: number): string {
  const width = Math.min(columns, 100) - 2;
  const blocks = parts
    .filter(([, text]) => text.length > 0)
    .map(([heading, text]) => [heading, ...linesOf(text, width).map((line) => `  ${line}`.trimEnd())].join('\n'));
  return `${[...wrap(title, width + 2), ''].join('\n')}\n${blocks.join('\n\n')}\n`;
}

function linesOf(text: string | readonly string[], width: number): readonly string[] {
  if (typeof text === 'string') return wrap(text, width);
  return text.flatMap((item) => wrap(item, width - 2).map((line, index) => `${index === 0 ? '-' : ' '} ${line}`));
}

export const sourceTexts = (sources: readonly Source[]): readonly string[] =>
  sources.map(({ title, url }) => (url === undefined ? title : `${title}\n${url}`));
