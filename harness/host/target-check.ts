import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProcessTarget } from '../adapter/process.ts';
import type { AnyTarget } from '../adapter/target.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { profiles } from '../profile.ts';
import type { TargetFacts } from './frames.ts';
import { shown } from '../places.ts';

const { parse } = JSON;

/** One member that every target, or every target that has it, must have in this form. */
interface Form {
  readonly member: string;
  readonly form: string;
  readonly fits: (value: unknown) => boolean;
}

const text = (value: unknown): boolean => typeof value === 'string' && value !== '';
const record = (value: unknown): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);
const positive = (value: unknown): boolean => typeof value === 'number' && value > 0 && Number.isFinite(value);
const callable = (value: unknown): boolean => typeof value === 'function';
const argv = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(text);

const optional: readonly Form[] = [
  { member: 'version', form: 'a string', fits: text },
  {
    member: 'profile',
    form: `one of ${Object.keys(profiles).join(', ')}`,
    fits: (it) => Object.hasOwn(profiles, String(it)),
  },
  { member: 'dialect', form: 'an object of choices', fits: record },
  { member: 'pace', form: 'a number above 0', fits: positive },
  { member: 'grain', form: 'a number of ms above 0', fits: positive },
  { member: 'classify', form: 'a function', fits: callable },
  { member: 'report', form: 'a function', fits: callable },
];

/** Makes sure that an exported value is a target. */
export function checkTarget(value: unknown, file: string): AnyTarget {
  if (!record(value)) throw malformed(file, 'the target', 'an object with `name` and `open`', value);
  const target = value as Readonly<Record<string, unknown>>;
  const check = ({ member, form, fits }: Form): void => {
    if (!fits(target[member])) throw malformed(file, `\`${member}\``, form, target[member]);
  };
  // A command of the command line has no name of its own: the far side tells its name.
  if (!('command' in target && target['name'] === '')) check({ member: 'name', form: 'a string', fits: text });
  if ('command' in target) check({ member: 'command', form: 'a list of program and arguments', fits: argv });
  else check({ member: 'open', form: 'a function that builds a coordinator', fits: callable });
  for (const form of optional) if (target[form.member] !== undefined) check(form);
  return value as AnyTarget;
}

function malformed(file: string, what: string, form: string, found: unknown): QuiesceError {
  const close = typeof found === 'string' ? nearest(found, Object.keys(profiles)) : undefined;
  const said = found === undefined ? 'is missing' : `is ${describe(found)} (${typeof found})`;
  return new QuiesceError(
    'adapter',
    'ADAPTER_MALFORMED',
    `${shown(file)}: ${what} was expected to be ${form}; it ${said}.`,
    what === '`profile`' && close
      ? `Was "${close}" meant?`
      : 'Type the target with `defineTarget`; the compiler then says the same.',
  );
}

/** What a target says about itself; a version that it does not give is read from the installed package of its name. */
export function factsOf(target: AnyTarget, file: string): TargetFacts {
  const isProcess = 'command' in (target as Partial<ProcessTarget>);
  const version = target.version ?? installedVersion(target.name, dirname(file));
  const pace = target.pace ?? (isProcess ? 1 : undefined);
  return {
    name: target.name,
    ...(version === undefined ? {} : { version }),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    dialect: target.dialect ?? {},
    ...(pace === undefined ? {} : { pace }),
    grain: target.grain ?? 1,
    kind: isProcess ? 'process' : 'in-process',
    file,
  };
}

function installedVersion(name: string, from: string): string | undefined {
  if (!/^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(name)) return undefined;
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(file)) {
      const { version } = parse(readFileSync(file, 'utf8')) as { version?: unknown };
      return typeof version === 'string' ? version : undefined;
    }
    if (folder === dirname(folder)) return undefined;
  }
}
