import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { type DiagnosisView, diagnosisView } from './diagnosis-view.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';
import { code, codeCell, fence, prose } from './safe-text.ts';

export interface MarkdownOptions {
  /** Source of a template to use instead of `templates/diagnosis.md.hbs`; the partials and helpers stay. */
  readonly template?: string;
}

/**
 * The diagnosis: what is broken, why it matters, how to mend and to reproduce it; then what works, what is missing
 * and what was not proved. Pure but for reading the templates; the same result gives the same bytes.
 */
export function renderDiagnosis(result: Result, issues: readonly Issue[], options: MarkdownOptions = {}): string {
  const render = options.template === undefined ? (standard ??= compile(read('diagnosis'))) : compile(options.template);
  return `${render(diagnosisView(result, issues))
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

let standard: ((view: DiagnosisView) => string) | undefined;

const read = (name: string): string => readFileSync(new URL(`../templates/${name}.md.hbs`, import.meta.url), 'utf8');

const safe = (text: string): Handlebars.SafeString => new Handlebars.SafeString(text);
const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** Every value passes through one of these; one that a template prints bare is escaped as HTML. */
const helpers: Readonly<Record<string, (...values: readonly unknown[]) => Handlebars.SafeString>> = {
  prose: (value) => safe(prose(text(value))),
  short: (value) => safe(prose(text(value), 160)),
  code: (value) => safe(code(text(value))),
  codeCell: (value) => safe(codeCell(text(value), 160)),
  fence: (language, value) => safe(fence(text(value), text(language))),
  link: (title, url) => safe(link(text(title), text(url))),
};

/** A link only where the address is one of the web; anything else is shown as its title. */
function link(title: string, url: string): string {
  const shown = prose(title, 200);
  if (!/^https?:\/\/[^\s]+$/.test(url) || !URL.canParse(url)) return shown;
  const address = new URL(url).href.replace(
    /[()<>[\]\\`|"']/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${shown}](${address})`;
}

function compile(source: string): (view: DiagnosisView) => string {
  const own = Handlebars.create();
  own.registerHelper(helpers);
  own.registerPartial('issue', read('issue'));
  own.registerPartial('cases', read('cases'));
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));
  return own.compile<DiagnosisView>(source, { strict: true, knownHelpers, knownHelpersOnly: true });
}
