import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder, absolute, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** The program that an installed package brings. */
export function bin(name: string): string {
  return join(root, 'node_modules', '.bin', name);
}
