/**
 * What an outcome is called by: the id of its case, and after an `@` the variant where the case has one outcome for
 * each of several.
 */
export const caseName = (id: string, variant: string | undefined): string =>
  variant === undefined ? id : `${id}@${variant}`;

/** Takes such a name apart. */
export function readCaseName(name: string): readonly [id: string, variant: string | undefined] {
  const at = name.indexOf('@');
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
}
