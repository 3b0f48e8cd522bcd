/** Markdown of our own sentences: `code` stays code, nothing else acts, and every known requirement is a link. */

/** Where each requirement stands: id to page. */
export type Pages = ReadonlyMap<string, string>;

export const anchor = (name: string): string => `<a id="${name.toLowerCase()}"></a>`;

/** Prose, outside and inside of tables alike. */
export function sentence(text: string, pages: Pages): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll('|', '\\|') : linked(harmless(part), pages)))
    .join('')
    .replaceAll('\n', ' ');
}

const harmless = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\*_[\]|~`]/g, '\\$&')
    .replace(/^([-+#>=]|\d+[.)])(?=\s)/, '\\$1');

const linked = (text: string, pages: Pages): string =>
  text.replace(/\b[A-Z]{3}-\d{2}\b/g, (id) => requirementLink(id, pages));

/** A link to a requirement; the bare id where no suite has it yet. */
export function requirementLink(id: string, pages: Pages): string {
  const page = pages.get(id);
  return page === undefined ? id : `[${id}](${page}#${id.toLowerCase()})`;
}

export const capabilityLink = (name: string): string => `[\`${name}\`](capabilities.md#${name.toLowerCase()})`;

export const optionLink = (name: string): string => `[\`${name}\`](dialect.md#${name.toLowerCase()})`;

/** A link where the source is on the web, else its title. */
export const sourceLink = ({ title, url = '' }: { readonly title: string; readonly url?: string }): string =>
  url.startsWith('https://') || url.startsWith('http://')
    ? `[${harmless(title)}](${url.replace(/[()\s]/g, percent)})`
    : harmless(title);

const percent = (found: string): string => `%${found.charCodeAt(0).toString(16).toUpperCase()}`;

export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Lines of blocks, one empty line between two of them; an empty block is left out. */
export const blocks = (parts: readonly (string | readonly string[])[]): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.join('\n')))
    .filter((part) => part !== '')
    .join('\n\n');
