import type { Options, PositionalOptions } from 'yargs';
import { dialectOptions } from '../../harness/dialect/dialect.ts';
import { builtInSuites } from '../../suites/index.ts';
import { givenBy } from '../capabilities.ts';
import { type CommandData, commands, everywhere } from '../command-data.ts';
import type { Arguments } from '../command-line.ts';
import type { Door } from '../out.ts';
import { targetNames } from '../target-name.ts';

/** Prints the script that has a shell complete what `quiesce` takes. All words are in it: nothing is run at a tab. */
export function completion(args: Arguments, { out }: Door): number {
  out.print(scripts[String(args['shell']) as Shell]());
  return 0;
}

type Shell = 'bash' | 'zsh' | 'fish';

const requirements = (): readonly string[] =>
  builtInSuites.flatMap(({ catalogue }) => catalogue.requirements.map(({ id }) => id));
const cases = (): readonly string[] =>
  builtInSuites.flatMap(({ name, catalogue }) =>
    catalogue.requirements.flatMap((requirement) => requirement.cases.map((one) => `${name}/${one.name}`)),
  );

/** Words for the value of an option or of an argument, where there are some. */
function wordsFor(name: string, described: Options | PositionalOptions): readonly string[] {
  if (Array.isArray(described.choices)) return described.choices.map(String);
  if (name === 'target') return targetNames();
  if (name === 'case') return [...requirements(), ...cases()];
  if (name === 'suite') return builtInSuites.map((suite) => suite.name);
  if (name === 'what')
    return [...requirements(), ...cases(), ...Object.keys(givenBy), ...Object.keys(dialectOptions())];
  if (name === 'dialect')
    return Object.entries(dialectOptions()).flatMap(([option, { values }]) =>
      values.map(({ value }) => `${option}=${value}`),
    );
  return [];
}

const optionsOf = (data: CommandData): readonly (readonly [string, Options])[] =>
  Object.entries({ ...data.options, ...everywhere });
const takesFile = (name: string): boolean => ['target', 'file', 'out', 'dialect'].includes(name);
const isFlag = ({ type }: Options): boolean => type === 'boolean';

const scripts: Readonly<Record<Shell, () => string>> = { bash, zsh, fish };

function bash(): string {
  const values = new Map(
    Object.values(commands)
      .flatMap(optionsOf)
      .filter(([, option]) => !isFlag(option)),
  );
  const valueBranches = [...values].map(
    ([name, option]) => `    --${name}) ${replyBash(wordsFor(name, option), takesFile(name))} return ;;`,
  );
  const commandBranches = Object.entries(commands).map(([name, data]) => {
    const [positional] = Object.entries(data.positionals);
    const flags = optionsOf(data)
      .map(([option]) => `--${option}`)
      .join(' ');
    const words = positional ? wordsFor(...positional) : [];
    return `    ${name}) if [[ $current == -* ]]; then ${replyBash([flags], false)} else ${replyBash(words, positional !== undefined && takesFile(positional[0]))} fi ;;`;
  });
  return `_quiesce() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  case $previous in
${valueBranches.join('\n')}
  esac
  case \${COMP_WORDS[1]} in
${commandBranches.join('\n')}
    *) ${replyBash(Object.keys(commands), false)} ;;
  esac
}
COMP_WORDBREAKS=\${COMP_WORDBREAKS//:/}
COMP_WORDBREAKS=\${COMP_WORDBREAKS//=/}
complete -o bashdefault -F _quiesce quiesce
`;
}

const replyBash = (words: readonly string[], files: boolean): string =>
  `COMPREPLY=($(compgen ${files ? '-f ' : ''}-W '${words.join(' ')}' -- "$current"));`;

function zsh(): string {
  const branches = Object.entries(commands).map(([name, data]) => {
    const options = optionsOf(data).map(([option, described]) => `      ${quoted(zshOption(option, described))} \\`);
    const positionals = Object.entries(data.positionals).map(
      ([positional, described], index) =>
        `      ${quoted(`${index + 2}:${positional}:${zshValues(positional, described)}`)} \\`,
    );
    return `    ${name})\n      _arguments -s \\\n${[...options, ...positionals].join('\n')}\n      '1:command:' ;;`;
  });
  const names = Object.entries(commands).map(([name, { about }]) => `    ${quoted(`${name}:${about}`)}`);
  return `#compdef quiesce
_quiesce() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
${branches.join('\n')}
  esac
}
compdef _quiesce quiesce
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const zshPlain = (text: string): string => text.replaceAll(/[[\]:]/g, '\\$&');

const zshOption = (name: string, option: Options): string =>
  `--${name}[${zshPlain(option.describe ?? '')}]${isFlag(option) ? '' : `:value:${zshValues(name, option)}`}`;

function zshValues(name: string, described: Options | PositionalOptions): string {
  const words = wordsFor(name, described);
  const listed = words.length > 0 ? `(${words.map((word) => zshPlain(word)).join(' ')})` : '';
  return takesFile(name)
    ? listed === ''
      ? '_files'
      : `_alternative "words\\:name\\:${listed}" "files\\:file\\:_files"`
    : listed;
}

function fish(): string {
  const lines = Object.entries(commands).flatMap(([name, data]) => {
    const here = `-n '__fish_seen_subcommand_from ${name}'`;
    const positionals = Object.entries(data.positionals).map(
      ([positional, described]) =>
        `complete -c quiesce ${here} ${takesFile(positional) ? '-F' : '-f'} -a ${quoted(wordsFor(positional, described).join(' '))}`,
    );
    const options = optionsOf(data).map(([option, described]) => {
      const value = isFlag(described)
        ? ''
        : ` ${takesFile(option) ? '-rF' : '-x'} -a ${quoted(wordsFor(option, described).join(' '))}`;
      return `complete -c quiesce ${here} -l ${option} -d ${quoted(described.describe ?? '')}${value}`;
    });
    return [
      `complete -c quiesce -n __fish_use_subcommand -f -a ${name} -d ${quoted(data.about)}`,
      ...positionals,
      ...options,
    ];
  });
  return `${lines.join('\n')}\n`;
}
