import yargs, { type Argv } from 'yargs';
import { QuiesceError } from '../harness/errors.ts';
import { nearest } from '../harness/nearest.ts';
import { type CommandName, commands, everywhere, isCommand } from './command-data.ts';
import { kitVersion } from './version.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** What was asked for: a command, or a text about the commands. */
export type Parsed = { readonly command: CommandName; readonly args: Arguments } | { readonly text: string };

/** Reads a command line. Throws a usage error that says what was meant, where that can be guessed. */
export async function parseCommandLine(argv: readonly string[], columns: number): Promise<Parsed> {
  let chosen: Parsed | undefined;
  let text = '';
  const parser = describeAll(columns, (parsed) => {
    chosen = parsed;
  });
  try {
    await parser.parseAsync([...argv], {}, (_error, _args, output) => {
      text = output;
    });
  } catch (thrown) {
    throw thrown instanceof QuiesceError ? thrown : misread(thrown, argv);
  }
  if (chosen) return chosen;
  return { text: `${text}\n` };
}

function describeAll(columns: number, choose: (parsed: Parsed) => void): Argv {
  const parser = yargs()
    .scriptName('quiesce')
    .locale('en')
    .usage('$0 <command>\n\nConformance of async task coordinators: one adapter in, a diagnosis out.')
    .options(everywhere)
    .version(kitVersion())
    .help()
    .alias('help', 'h')
    .wrap(Math.min(columns, 100))
    .epilogue('Exit: 0 conforms, 1 does not, 2 not proved, 3 could not judge, 64 wrong call.')
    .parserConfiguration(literally)
    .strict()
    .demandCommand(1, 'Expected a command.')
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new Error(message);
    });
  for (const name of Object.keys(commands)) if (isCommand(name)) describeOne(parser, name, choose);
  parser.example(commands.run.examples.map(([command, about]) => [command, about] as [string, string]));
  return parser;
}

/** What is typed is what is meant: no numbers made of names, no second spellings of options. */
const literally = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'short-option-groups': false,
} as const;

function describeOne(parser: Argv, name: CommandName, choose: (parsed: Parsed) => void): void {
  const { form, about, positionals, options, examples } = commands[name];
  parser.command(
    form,
    about,
    (inner) => {
      for (const [positional, described] of Object.entries(positionals)) inner.positional(positional, described);
      return inner
        .options(options)
        .usage(`$0 ${form}\n\n${about}.`)
        .example(examples.map(([command, what]) => [command, what] as [string, string]))
        .epilogue('');
    },
    (args) => choose({ command: name, args }),
  );
}

/** What the parser could not make sense of, with what may have been meant. */
function misread(thrown: unknown, argv: readonly string[]): QuiesceError {
  const said = (thrown instanceof Error ? thrown.message : String(thrown)).replaceAll('\n', ' ').trim();
  const command = argv.find(isCommand);
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/.exec(said)?.[1]?.split(', ') ?? [];
  const typed = unknown[0];
  if (command !== undefined && said.startsWith('Not enough non-option arguments')) {
    return usage(`\`quiesce ${commands[command].form}\` was given too few arguments.`, seeHelp(command));
  }
  if (typed === undefined) return usage(said, `\`quiesce ${command ?? ''} --help\` shows what is expected.`);
  if (command === undefined)
    return usage(
      `There is no command "${typed}".`,
      meant(typed, Object.keys(commands), '', '`quiesce --help` lists them.'),
    );
  const options = [...Object.keys(commands[command].options), ...Object.keys(everywhere), 'help', 'version'];
  const isOption = argv.some((word) => word.split('=')[0] === `--${typed}` || word === `-${typed}`);
  const what = isOption
    ? `\`quiesce ${command}\` has no option --${typed}.`
    : `\`quiesce ${command}\` takes no further argument "${typed}".`;
  return usage(what, isOption ? meant(typed, options, '--', seeHelp(command)) : seeHelp(command));
}

const seeHelp = (command: string): string => `\`quiesce ${command} --help\` lists what there is.`;

function meant(typed: string, names: readonly string[], prefix: string, otherwise: string): string {
  const close = nearest(typed, names);
  if (close === undefined) return otherwise;
  return prefix === '' ? `Was "${close}" meant?` : `Was ${prefix}${close} meant?`;
}

const usage = (message: string, hint: string): QuiesceError => new QuiesceError('usage', 'USAGE', message, hint);
