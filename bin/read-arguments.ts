import type { Profile } from '../harness/adapter/target.ts';
import { QuiesceError } from '../harness/errors.ts';
import type { Depth } from '../harness/host/frames.ts';
import { chooseSuites } from './choose-suites.ts';
import type { Arguments } from './command-line.ts';
import { dialectChoices } from './dialect-choices.ts';
import type { Wanted } from './prepare.ts';
import { commandPrefix, findTarget, type NamedTarget, serverPrefix } from './target-name.ts';

/** The values of an option that may be repeated, or given once with commas. */
export function many(args: Arguments, name: string): readonly string[] {
  const given = args[name];
  if (given === undefined) return [];
  return (Array.isArray(given) ? given : [given]).map(String).flatMap((text) => text.split(','));
}

/** The value of an option that may be given once. */
export function one(args: Arguments, name: string): string | undefined {
  const given = args[name] as string | readonly string[] | undefined;
  if (!Array.isArray(given)) return given === undefined ? undefined : String(given);
  throw new QuiesceError(
    'usage',
    'USAGE',
    `--${name} was given ${given.length} times: ${given.join(', ')}.`,
    'Give it once.',
  );
}

/** A whole number above zero. */
export function count(args: Arguments, name: string, most: number): number | undefined {
  const given = one(args, name);
  if (given === undefined) return undefined;
  const number = Number(given);
  if (Number.isInteger(number) && number > 0 && number <= most) return number;
  throw new QuiesceError(
    'usage',
    'USAGE',
    `Expected --${name} to be a whole number from 1 to ${most}, found "${given}".`,
    'Leave it out for the default.',
  );
}

/** The target that was named, or the command that speaks for one; exactly one of them. */
export function targetOf(args: Arguments): NamedTarget {
  const given = [one(args, 'target'), commandOf(args), serverOf(args)].filter((name) => name !== undefined);
  const [named] = given;
  if (named !== undefined && given.length === 1) return findTarget(named);
  throw new QuiesceError(
    'usage',
    'USAGE',
    named === undefined
      ? 'Expected a target: the path of an adapter, the name of a built-in target, --command or --server.'
      : `Expected one target, found ${given.length}: ${given.join(', ')}.`,
    'quiesce run ./adapter.ts, or quiesce run --command "python3 target.py"',
  );
}

function commandOf(args: Arguments): string | undefined {
  const command = one(args, 'command');
  return command === undefined ? undefined : commandPrefix + command;
}

/** A server tells its port on stdout, in its own words, or has one that is known. */
function serverOf(args: Arguments): string | undefined {
  const [server, port, ready] = [one(args, 'server'), count(args, 'port', 65_535), one(args, 'ready')];
  if (server === undefined) return undefined;
  const where = port === undefined ? (ready ?? anyPort) : String(port);
  return `${serverPrefix}${JSON.stringify(where)} ${server}`;
}

/** `listening on http://localhost:8080`, `ready on port 8080`, `ready 8080`. */
const anyPort = String.raw`(?::|port |ready )(\d{2,5})\b`;

/** The wish that the arguments of a command come to. */
export function wantedBy(args: Arguments): Wanted {
  const target = targetOf(args);
  const profile = one(args, 'profile') as Profile | undefined;
  const budget = count(args, 'budget', 3_600_000);
  const concurrency = count(args, 'concurrency', 64);
  const schedule = one(args, 'schedule');
  return {
    target,
    suites: chooseSuites(many(args, 'suite')),
    cases: many(args, 'case'),
    ...(profile === undefined ? {} : { profile }),
    // A choice may hold commas, as JSON does.
    dialect: dialectChoices(target.file, given(args, 'dialect')),
    depth: (one(args, 'depth') ?? 'default') as Depth,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(budget === undefined ? {} : { budget }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

const given = (args: Arguments, name: string): readonly string[] =>
  args[name] === undefined ? [] : [args[name]].flat().map(String);
