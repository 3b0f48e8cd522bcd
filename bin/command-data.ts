import type { Options, PositionalOptions } from 'yargs';
import { profiles } from '../harness/profile.ts';

/** What a command takes, as data: for the parser, the help, the suggestions and the completions alike. */
export interface CommandData {
  /** Its arguments, as yargs writes them: `run <target>`. */
  readonly form: string;
  readonly about: string;
  readonly positionals: Readonly<Record<string, PositionalOptions>>;
  readonly options: Readonly<Record<string, Options>>;
  readonly examples: readonly (readonly [command: string, about: string])[];
}

export type CommandName =
  | 'run'
  | 'replay'
  | 'list'
  | 'explain'
  | 'spec'
  | 'characterize'
  | 'init'
  | 'ui'
  | 'wire-check'
  | 'completion';

const target: PositionalOptions = {
  describe: 'Path of an adapter, or the name of a built-in target',
  type: 'string',
};
const text = (describe: string): Options => ({ describe, type: 'string', requiresArg: true });

/** What decides how a target is run. */
const running: Readonly<Record<string, Options>> = {
  suite: text('Run this suite only; may be repeated'),
  case: text('Run this case only: an id, a requirement, or a pattern with *; may be repeated'),
  profile: { ...text('Kind of coordinator, in place of what the adapter says'), choices: Object.keys(profiles) },
  dialect: text('A choice (option=value) or a file of choices; may be repeated'),
  depth: { ...text('How thoroughly schedules are explored'), choices: ['quick', 'default', 'deep'] },
  budget: text('Wall clock that one case may take, in ms [default: 10000, and 40000 in real time]'),
};

export const commands: Readonly<Record<CommandName, CommandData>> = {
  run: {
    form: 'run [target]',
    about: 'Test a coordinator and write a report',
    positionals: { target },
    options: {
      ...running,
      command: text('In place of a target: a program, with its arguments, that speaks the wire protocol'),
      server: text('In place of a target: a program, with its arguments, that is an HTTP server'),
      ready: text('Pattern of the line by which the server is ready; its first group is the port'),
      port: text('Port of the server, where it tells none'),
      concurrency: text('Processes at once [default: up to one a core, if there is much to explore]'),
      schedule: text('Run one interleaving of the one case, in its printed form'),
      strict: { describe: 'Let SHOULD requirements decide the exit code too', type: 'boolean' },
      out: text('Folder to write [default: quiesce-report]'),
      repro: text('Write a script that shows the worst issue, without the suite'),
      quiet: { describe: 'Print the last line only', type: 'boolean' },
      json: { describe: 'Print the result as JSON, and nothing else', type: 'boolean' },
    },
    examples: [
      ['$0 run ./adapter.ts', 'Test your coordinator'],
      ['$0 run p-queue --case CAN-04', 'One requirement on a built-in target'],
      ["$0 run ./adapter.ts --case 'cancellation/*' --json", 'Some cases, as JSON'],
      ['$0 run --command "python3 target.py"', 'A coordinator in another language'],
      ['$0 run --server "node server.js"', 'How a server ends'],
    ],
  },
  replay: {
    form: 'replay <target> <case>',
    about: 'Run one case and print its history',
    positionals: {
      target,
      case: { describe: 'Case id, with a schedule after a colon if there is one', type: 'string' },
    },
    options: {
      profile: running['profile'] ?? {},
      dialect: running['dialect'] ?? {},
      repro: text('Write a script that makes the same calls on the adapter, without the suite'),
    },
    examples: [['$0 replay before cancellation/all-clients-are-told', 'What happens, event by event']],
  },
  list: {
    form: 'list [what]',
    about: 'List suites, requirements, cases and built-in targets',
    positionals: {
      what: {
        describe: 'One kind of them only',
        type: 'string',
        choices: ['suites', 'requirements', 'cases', 'targets', 'dialect'],
      },
    },
    options: { json: { describe: 'Print JSON', type: 'boolean' } },
    examples: [['$0 list targets', 'What can be run by name']],
  },
  explain: {
    form: 'explain <what>',
    about: 'Explain a requirement, a case, a capability or a dialect option',
    positionals: {
      what: { describe: 'CAN-04, a case id, a capability such as cancel.byId, or a dialect option', type: 'string' },
    },
    options: {},
    examples: [['$0 explain CAN-04', 'The clause, why it matters, how it is tested, how it is mended']],
  },
  spec: {
    form: 'spec [what]',
    about: 'Print the semantic reference, or a part of it, in markdown',
    positionals: {
      what: {
        describe: 'A suite, dialect, capabilities, a requirement or a dialect option [default: the index]',
        type: 'string',
      },
    },
    options: {},
    examples: [['$0 spec shutdown > shutdown.md', 'One suite, to read']],
  },
  characterize: {
    form: 'characterize [target]',
    about: 'Write down how a target behaves where several behaviours are right',
    positionals: { target },
    options: {
      command: text('In place of a target: a program, with its arguments, that speaks the wire protocol'),
      server: text('In place of a target: a program, with its arguments, that is an HTTP server'),
      ready: text('Pattern of the line by which the server is ready; its first group is the port'),
      port: text('Port of the server, where it tells none'),
      out: text('File to write [default: <adapter>.dialect.json beside the adapter; else it is printed]'),
      try: { describe: 'Also try, and tell, what would be kept where a default is not', type: 'boolean' },
      check: { describe: 'Write nothing; exit 1 if the file no longer fits', type: 'boolean' },
    },
    examples: [
      ['$0 characterize ./adapter.ts', 'Write adapter.dialect.json, to be reviewed and committed'],
      ['$0 characterize ./adapter.ts --check', 'In CI: say what has changed'],
    ],
  },
  init: {
    form: 'init [file]',
    about: 'Write a first adapter, and a workflow for CI; never overwrites',
    positionals: { file: { describe: 'Adapter to write [default: adapter.ts]', type: 'string' } },
    options: {},
    examples: [['$0 init', 'Write adapter.ts and .github/workflows/quiesce.yml']],
  },
  ui: {
    form: 'ui <target>',
    about: 'Look at the cases in a browser, with Vitest',
    positionals: { target },
    options: {
      ...running,
      port: text('Port to listen on [default: the first free one from 51204]'),
      open: { describe: 'Open the browser', type: 'boolean' },
    },
    examples: [['$0 ui ./adapter.ts', 'Prints the address to open']],
  },
  'wire-check': {
    form: 'wire-check',
    about: 'Try a client of the wire protocol, step by step',
    positionals: {},
    options: { command: { ...text('The program, with its arguments, that speaks the protocol'), demandOption: true } },
    examples: [
      ['$0 wire-check --command "python3 target.py"', 'Before the first run of a coordinator in another language'],
    ],
  },
  completion: {
    form: 'completion <shell>',
    about: 'Print a completion script',
    positionals: { shell: { describe: 'Shell', type: 'string', choices: ['bash', 'zsh', 'fish'] } },
    options: {},
    examples: [['source <($0 completion bash)', 'Complete commands in this bash']],
  },
};

/** Options of every command. */
export const everywhere: Readonly<Record<string, Options>> = {
  stack: { describe: 'Show where in the kit an error was thrown', type: 'boolean' },
};

export const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
