import { html, oneLine } from './safe-text.ts';

/** Characters that XML 1.0 has no way to write, beyond those that `html` shows. */
const illegal = /[\ufffe\uffff]/g;

/** Text of an element. */
export const xmlText = (text: string, most?: number): string => html(text, most).replace(illegal, '\ufffd');

/** An attribute with its name. On one line: a newline in an attribute becomes a blank. */
export const attribute = (name: string, value: string | number): string =>
  ` ${name}="${xmlText(oneLine(String(value), 500), 2_000)}"`;
