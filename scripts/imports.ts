import { Visitor, parseSync } from 'oxc-parser';

/** One module naming another. */
export interface Import {
  /** From the project's folder, with forward slashes. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly specifier: string;
  /**
   * `type` is gone after compilation; `deferred` is an `import()` that runs when called. A statement whose every name is
   * marked `type` one by one is a `value`: the compiler leaves the import of the module standing.
   */
  readonly kind: 'value' | 'type' | 'deferred';
}

/** What a module imports or re-exports, in order. An `import()` of a computed address is no import: nobody can know it. */
export function importsOf(file: string, text: string): readonly Import[] {
  const { program, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const found: Import[] = [];
  const add = (start: number, source: { value?: unknown } | null, kind: Import['kind']): void => {
    if (typeof source?.value !== 'string') return;
    found.push({ file, line: text.slice(0, start).split('\n').length, specifier: source.value, kind });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.start, node.source, node.importKind ?? 'value'),
    ExportAllDeclaration: (node) => add(node.start, node.source, node.exportKind ?? 'value'),
    ExportNamedDeclaration: (node) => add(node.start, node.source, node.exportKind ?? 'value'),
    ImportExpression: (node) => add(node.start, 'value' in node.source ? node.source : null, 'deferred'),
    TSImportType: (node) => add(node.start, node.source, 'type'),
  }).visit(program);
  return found;
}
