import type { Arguments } from './command-line.ts';
import type { CommandName } from './command-data.ts';
import type { Door } from './out.ts';
import { usageExit } from './usage-exit.ts';

type Command = (args: Arguments, door: Door) => Promise<number> | number;

/** Each command loads what it needs and no more. */
const load: Readonly<Record<CommandName, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.ts')).run,
  replay: async () => (await import('./commands/replay.ts')).replay,
  list: async () => (await import('./commands/list.ts')).list,
  explain: async () => (await import('./commands/explain.ts')).explain,
  spec: async () => (await import('./commands/spec.ts')).spec,
  characterize: async () => (await import('./commands/characterize.ts')).characterize,
  init: async () => (await import('./commands/init.ts')).init,
  ui: async () => (await import('./commands/ui.ts')).ui,
  'wire-check': async () => (await import('./commands/wire-check.ts')).wireCheck,
  completion: async () => (await import('./commands/completion.ts')).completion,
};

/** From a command line to an exit code. */
export async function dispatch(argv: readonly string[], door: Door): Promise<number> {
  // The parser takes twice as long to load as Node itself; the shortest of calls need none.
  if (argv.length === 1 && argv[0] === 'list') return (await load.list())({}, door);
  const { parseCommandLine } = await import('./command-line.ts');
  const nothing = argv.length === 0;
  const parsed = await parseCommandLine(nothing ? ['--help'] : argv, door.out.columns);
  if ('command' in parsed) return (await load[parsed.command]())(parsed.args, door);
  if (nothing) door.out.note(parsed.text);
  else door.out.print(parsed.text);
  return nothing ? usageExit : 0;
}
