import { QuiesceError, type Target } from '../../harness/index.ts';
import { choicesOf, variants } from './dialects.ts';
import { reference } from './reference.ts';

/** The reference by name: `default`, or one choice as `cancel.return=void`. */
export function targetNamed(name: string): Target {
  if (name === 'default') return reference();
  const found = variants.find(({ option, value }) => `${option}=${value}` === name);
  if (found) return reference(choicesOf(found));
  throw new QuiesceError(
    'usage',
    'REFERENCE_UNKNOWN',
    `The reference has no variant "${name}".`,
    `It has: default, ${variants.map(({ option, value }) => `${option}=${value}`).join(', ')}.`,
  );
}
