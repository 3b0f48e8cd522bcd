import { posix } from 'node:path';
import type { Import } from './imports.ts';

/** Of a product folder: what it may import besides itself, and the words that say so. */
interface Rule {
  readonly says: string;
  allows(path: string, imported: Import): boolean;
}

const entry = (path: string): boolean => path === 'harness/index.ts';
const under = (path: string, ...folders: string[]): boolean => folders.some((folder) => path.startsWith(`${folder}/`));

const rules: Readonly<Record<string, Rule>> = {
  bin: {
    says: 'bin imports suites, harness, reports and targets/index.ts',
    allows: (path) => under(path, 'suites', 'harness', 'reports') || path === 'targets/index.ts',
  },
  harness: { says: 'harness imports no other folder', allows: () => false },
  suites: { says: 'suites import harness/index.ts only', allows: entry },
  reports: {
    says: 'reports import types of harness only',
    allows: (path, { kind }) => under(path, 'harness') && kind === 'type',
  },
  targets: { says: 'targets import harness/index.ts only', allows: entry },
};

/** The folders that are bound by a rule; our own tests, benchmarks and scripts may reach for anything. */
export const folders: readonly string[] = Object.keys(rules);

/** The file that a relative import names, from the project's folder; none for a package. */
function targetOf({ file, specifier }: Import): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** One message for each import that crosses a folder against its rule. */
export function crossings(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((imported) => {
    const target = targetOf(imported);
    const [home = ''] = imported.file.split('/');
    const rule = rules[home];
    if (target === undefined || rule === undefined || under(target, home) || rule.allows(target, imported)) return [];
    return [`${place(imported)} imports ${target} (${imported.kind}), but ${rule.says}.`];
  });
}

/**
 * One message for each package that our users would not have. Targets are free: the package a target presents is what
 * its user wants to judge, and has.
 */
export function undeclared(imports: readonly Import[], declared: ReadonlySet<string>): readonly string[] {
  return imports.flatMap((imported) => {
    const { file, specifier, kind } = imported;
    if (under(file, 'targets') || kind === 'type' || /^(\.|node:)/.test(specifier)) return [];
    if (declared.has(packageOf(specifier))) return [];
    return [`${place(imported)} imports ${specifier}, which is in neither dependencies nor peerDependencies.`];
  });
}

/**
 * One message for each cycle. Only what runs while modules load can find a half-made module, so types and deferred
 * imports close no cycle.
 */
export function cycles(imports: readonly Import[]): readonly string[] {
  const edges = new Map<string, string[]>();
  for (const imported of imports) {
    const target = imported.kind === 'value' ? targetOf(imported) : undefined;
    if (target !== undefined) edges.set(imported.file, [...(edges.get(imported.file) ?? []), target]);
  }
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start !== -1) found.push(`${[...trail.slice(start), file].join(' → ')} is a cycle.`);
    if (start !== -1 || done.has(file)) return;
    for (const edge of edges.get(file) ?? []) visit(edge, [...trail, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}

function place({ file, line }: Import): string {
  return `${file}:${line}`;
}
