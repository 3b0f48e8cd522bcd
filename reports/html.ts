import { diagnosisView } from './diagnosis-view.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';
import { html } from './safe-text.ts';
import { compileTemplate, type Helper, templateSource } from './templating.ts';

const helpers: Readonly<Record<string, Helper>> = {
  text: (text = '') => html(text),
  block: (text = '') => html(text, 20_000),
  // An address that is none of the web leads nowhere.
  href: (url = '') => (/^https?:\/\//i.test(url) && URL.canParse(url) ? html(new URL(url).href) : '#'),
};

/** The diagnosis as one page: no script, nothing loaded from elsewhere, light or dark as the reader prefers. */
export function renderHtml(
  result: Result,
  issues: readonly Issue[],
  options: { readonly template?: string } = {},
): string {
  return compileTemplate(options.template ?? templateSource('page.html'), helpers)(diagnosisView(result, issues));
}
