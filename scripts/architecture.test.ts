import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crossings, cycles, folders, undeclared } from './architecture.ts';
import { importsOf } from './imports.ts';
import { root } from './root.ts';

const sources = folders
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/fixtures\//.test(path));
const imports = sources.flatMap((path) => importsOf(path, readFileSync(join(root, path), 'utf8')));

test('the sources are read', () => {
  expect(sources).toContain('harness/index.ts');
  expect(imports).toContainEqual(expect.objectContaining({ file: 'harness/index.ts', specifier: './suite.ts' }));
});

test('every folder imports what it may', () => {
  expect(crossings(imports)).toEqual([]);
});

test('no module waits for itself', () => {
  expect(cycles(imports)).toEqual([]);
});

test('what is published imports what is installed with it', () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const declared = new Set([...Object.keys(dependencies ?? {}), ...Object.keys(peerDependencies ?? {})]);
  expect(undeclared(imports, declared)).toEqual([]);
});

test('each way to name a module is seen, with its line and kind', () => {
  const text = `import type { A } from './a.ts';
import b, { type B } from './b.ts';
import { type C } from './c.ts';
import './d.ts';
export type * from './e.ts';
export { f } from './f.ts';
export * as g from './g.ts';
const h = await import('./h.ts');
export type I = import('./i.ts').I;
await import(b);
export { h, type A, type B, type C };
export const quoted = "import './no.ts'"; // import './nor.ts'
`;
  expect(importsOf('harness/x.ts', text).map(({ line, specifier, kind }) => `${line} ${specifier} ${kind}`)).toEqual([
    '1 ./a.ts type',
    '2 ./b.ts value',
    '3 ./c.ts value',
    '4 ./d.ts value',
    '5 ./e.ts type',
    '6 ./f.ts value',
    '7 ./g.ts value',
    '8 ./h.ts deferred',
    '9 ./i.ts type',
  ]);
});

test('a file that cannot be parsed is named', () => {
  expect(() => importsOf('harness/x.ts', 'import {')).toThrow('harness/x.ts cannot be parsed: ');
});

test('a crossing names file, line, what was imported and the rule', () => {
  const planted = (file: string, text: string) => crossings(importsOf(file, text));
  expect(planted('harness/lab/x.ts', "import '../x.ts';\nimport { all } from '../../suites/index.ts';")).toEqual([
    'harness/lab/x.ts:2 imports suites/index.ts (value), but harness imports no other folder.',
  ]);
  expect(planted('suites/x.ts', "import type { History } from '../harness/history.ts';")).toEqual([
    'suites/x.ts:1 imports harness/history.ts (type), but suites import harness/index.ts only.',
  ]);
  expect(planted('reports/x.ts', "export { type Case } from '../harness/index.ts';")).toEqual([
    'reports/x.ts:1 imports harness/index.ts (value), but reports import types of harness only.',
  ]);
  expect(planted('targets/x/y.ts', "await import('../../bin/run.ts');")).toEqual([
    'targets/x/y.ts:1 imports bin/run.ts (deferred), but targets import harness/index.ts only.',
  ]);
  expect(planted('bin/x.ts', "import { before } from '../targets/examples/before.ts';")).toEqual([
    'bin/x.ts:1 imports targets/examples/before.ts (value), but bin imports suites, harness, reports and targets/index.ts.',
  ]);
});

test('what the rules allow is no crossing', () => {
  const allowed = [
    ['bin/x.ts', "import '../targets/index.ts'; import '../reports/html.ts'; import '../harness/host/session.ts';"],
    ['suites/races/x.ts', "import { must } from '../../harness/index.ts'; import '../reference/clock.ts';"],
    ['reports/x.ts', "import type { Outcome } from '../harness/outcome.ts'; import Handlebars from 'handlebars';"],
    ['targets/x/y.ts', "import type { Target } from '../../harness/index.ts'; import './z.ts';"],
    ['bench/x.ts', "import '../suites/index.ts';"],
  ] as const;
  expect(allowed.flatMap(([file, text]) => crossings(importsOf(file, text)))).toEqual([]);
});

test('a cycle is shown whole; types and deferred imports close none', () => {
  const graph = (files: Record<string, string>) =>
    cycles(Object.entries(files).flatMap(([file, text]) => importsOf(file, text)));
  const start = "import './b.ts'; import './c.ts';";
  expect(
    graph({ 'harness/a.ts': start, 'harness/b.ts': "import './c.ts';", 'harness/c.ts': "import './b.ts';" }),
  ).toEqual(['harness/b.ts → harness/c.ts → harness/b.ts is a cycle.']);
  expect(graph({ 'harness/a.ts': "import './a.ts';" })).toEqual(['harness/a.ts → harness/a.ts is a cycle.']);
  const soft = "import type { B } from './a.ts'; export const a = import('./a.ts');";
  expect(graph({ 'harness/a.ts': start, 'harness/b.ts': soft, 'harness/c.ts': soft })).toEqual([]);
});

test('a package that users would not have is named', () => {
  const planted =
    "import { add } from '@scope/pack/deep'; import 'node:fs'; import './b.ts'; import type { T } from 'types';";
  expect(undeclared(importsOf('harness/a.ts', planted), new Set(['yargs']))).toEqual([
    'harness/a.ts:1 imports @scope/pack/deep, which is in neither dependencies nor peerDependencies.',
  ]);
  expect(undeclared(importsOf('harness/a.ts', planted), new Set(['@scope/pack']))).toEqual([]);
  expect(undeclared(importsOf('targets/a.ts', planted), new Set())).toEqual([]);
});
