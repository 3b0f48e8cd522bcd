import { diagnosisView } from './diagnosis-view.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';
import { code, codeCell, fence, prose } from './safe-text.ts';
import { compileTemplate, type Helper, type Render, templateSource } from './templating.ts';

export interface MarkdownOptions {
  /** Source of a template to use instead of ours; the partials and helpers stay. */
  readonly template?: string;
}

/**
 * The diagnosis: what is broken, why it matters, how to mend and to reproduce it; then what works, what is missing
 * and what was not proved. Pure but for reading the templates; the same result gives the same bytes.
 */
export function renderDiagnosis(result: Result, issues: readonly Issue[], options: MarkdownOptions = {}): string {
  return tidy(compiled(options.template ?? templateSource('diagnosis.md'))(diagnosisView(result, issues)));
}

/** The first screen of it, for the summary of a CI job: verdict, counts, what to fix first. */
export function renderSummary(result: Result, issues: readonly Issue[], options: MarkdownOptions = {}): string {
  return tidy(compiled(options.template ?? templateSource('summary.md'))(diagnosisView(result, issues)));
}

const helpers: Readonly<Record<string, Helper>> = {
  prose: (text = '') => prose(text),
  short: (text = '') => prose(text, 160),
  code: (text = '') => code(text),
  codeCell: (text = '') => codeCell(text, 160),
  fence: (language = '', text = '') => fence(text, language),
  link: (title = '', url = '') => link(title, url),
};

const compiled = (source: string): Render =>
  compileTemplate(source, helpers, {
    head: templateSource('head.md'),
    issue: templateSource('issue.md'),
    cases: templateSource('cases.md'),
  });

/** A link only where the address is one of the web; anything else is shown as its title. */
function link(title: string, url: string): string {
  const shown = prose(title, 200);
  if (!/^https?:\/\/\S+$/.test(url) || !URL.canParse(url)) return shown;
  return `[${shown}](${new URL(url).href.replace(/[()<>[\]\\`|"']/g, percent)})`;
}

const percent = (found: string): string => `%${found.charCodeAt(0).toString(16).toUpperCase()}`;

const tidy = (text: string): string => `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
