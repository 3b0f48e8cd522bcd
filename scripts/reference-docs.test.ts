import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dialectOptions } from '../harness/dialect/dialect.ts';
import { builtInSuites } from '../suites/index.ts';
import { mutants } from '../suites/mutants/index.ts';
import { referenceDocs } from './reference-docs.ts';
import { root } from './root.ts';

const documents = await referenceDocs();
const texts = new Map(documents.map(({ path, text }) => [path.slice(path.lastIndexOf('/') + 1), text]));
const anchors = (text: string): readonly string[] => [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);

test('every requirement, its cases and the faults that it must find are on the page of its suite', () => {
  for (const { name, catalogue } of builtInSuites) {
    const text = texts.get(`${name}.md`) ?? '';
    for (const { id, cases } of catalogue.requirements) {
      expect(anchors(text)).toContain(id.toLowerCase());
      for (const one of cases) expect(text).toContain(`### ${name}/${one.name}\n`);
      for (const mutant of mutants.filter(({ own }) => own === id)) {
        expect(text).toContain(`- \`${mutant.id.slice(id.length + 1)}\`: `);
      }
    }
  }
});

test('every dialect option has its question and all its values', () => {
  const text = texts.get('dialect.md') ?? '';
  for (const [name, { values }] of Object.entries(dialectOptions())) {
    const section = text.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
    for (const { value } of values) expect(section).toContain(`\n| \`${value}\` |`);
  }
});

test('every link inside the reference leads somewhere, and every anchor is one', () => {
  const places = new Set([...texts].flatMap(([page, text]) => [page, ...anchors(text).map((id) => `${page}#${id}`)]));
  const links = [...texts.values()].flatMap((text) => [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)]);
  const leadsNowhere = (target: string): boolean =>
    target.startsWith('../') ? !existsSync(join(root, 'docs/reference', target)) : !places.has(target);
  expect(links.map(([, target = '']) => target).filter(leadsNowhere)).toEqual([]);
  for (const text of texts.values()) expect(new Set(anchors(text)).size).toBe(anchors(text).length);
});

test('the same sources give the same bytes', async () => {
  expect(await referenceDocs()).toEqual(documents);
});
