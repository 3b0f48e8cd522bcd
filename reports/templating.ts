import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { DiagnosisView } from './diagnosis-view.ts';

export type Render = (view: DiagnosisView) => string;

/** Makes a value harmless in the format at hand. */
export type Helper = (...values: readonly string[]) => string;

/** The source of a template of ours. */
export const templateSource = (name: string): string =>
  readFileSync(new URL(`../templates/${name}.hbs`, import.meta.url), 'utf8');

/**
 * Compiles a template so that a misspelt name is an error, not an empty place. Every value passes through one of the
 * helpers; one that is printed bare is escaped as HTML.
 */
export function compileTemplate(
  source: string,
  helpers: Readonly<Record<string, Helper>>,
  partials: Readonly<Record<string, string>> = {},
): Render {
  const own = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) {
    own.registerHelper(name, (...values: readonly unknown[]) => {
      // The last one is Handlebars' own.
      const given = values.slice(0, -1).map((value) => text(value, name));
      return new Handlebars.SafeString(helper(...given));
    });
  }
  own.registerPartial(partials);
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));
  return own.compile<DiagnosisView>(source, { strict: true, knownHelpers, knownHelpersOnly: true });
}

/** Handlebars looks up the arguments of helpers leniently, so the strictness that bare values have is added here. */
function text(value: unknown, helper: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(
    `A template gave {{${helper} …}} something that is no text: ${value === undefined ? 'a name that is not there' : typeof value}.`,
  );
}
