import type { DialectOption } from '../../harness/dialect/dialect.ts';
import type { Reference } from './reference.ts';
import { anchor, blocks, optionLink, requirementLink, row, sentence, sourceLink } from './text.ts';

/** All dialect options. */
export function optionPage(reference: Reference): string {
  const names = Object.keys(reference.options);
  return blocks([
    '# Dialect: where several behaviours are right',
    'A coordinator declares which one is its own: in `dialect` of its adapter, in `<adapter>.dialect.json` beside it, or with `--dialect option=value`. What nobody declares is observed where that is possible, else the default holds. What is declared and not kept fails. A *deviation* may be declared so that the rest can run; it is reported, never a pass, and never inferred.',
    'Options of shutdown may be declared for one way of shutting down: `shutdown.<name>.queued`.',
    names.map((name) => `- ${optionLink(name)}: ${sentence(reference.options[name]?.question ?? '', reference.pages)}`),
    ...Object.entries(reference.options).map(([name, option]) => optionSection(name, option, reference)),
  ]);
}

/** One option: the question, its answers, and who gives them. */
export function optionSection(name: string, option: DialectOption, reference: Reference): string {
  const { pages } = reference;
  return blocks([
    anchor(name),
    `## ${name}`,
    sentence(option.question, pages),
    [
      row(['value', 'means', 'mark', 'declared by']),
      row([':--', ':--', ':--', ':--']),
      ...answers(name, option, reference),
    ],
    option.usedBy.length === 0
      ? ''
      : `**Used by** ${option.usedBy.map((id) => requirementLink(id, pages)).join(', ')}.`,
    option.sources.length === 0
      ? ''
      : ['**Sources.**', '', ...option.sources.map((source) => `- ${sourceLink(source)}`)],
  ]);
}

const answers = (name: string, { values }: DialectOption, { pages, declaredBy }: Reference): readonly string[] =>
  values.map(({ value, note = '', default: standard, deviation }) =>
    row([
      `\`${value}\``,
      sentence(note, pages),
      standard ? '**default**' : deviation ? '*deviation*' : '',
      (declaredBy.get(`${name}=${value}`) ?? []).join(', '),
    ]),
  );
