import { expect, test } from 'vitest';
import { commands, isCommand } from './command-data.ts';
import { parseCommandLine } from './command-line.ts';

const parsed = async (...argv: string[]) => parseCommandLine(argv, 80);
const misread = (message: string, hint: string) =>
  expect.objectContaining({ kind: 'usage', code: 'USAGE', message, hint });

test('a command comes with its arguments as they were typed', async () => {
  expect(await parsed('run', './007.ts', '--case', '1e3', '--case', 'CAN-04', '--strict')).toMatchObject({
    command: 'run',
    args: { target: './007.ts', case: ['1e3', 'CAN-04'], strict: true },
  });
});

test('a misspelt option and a misspelt command say what may be meant', async () => {
  await expect(parsed('run', 'before', '--oout=x')).rejects.toThrow(
    misread('`quiesce run` has no option --oout.', 'Was --out meant?'),
  );
  await expect(parsed('exlpain', 'CAN-04')).rejects.toThrow(
    misread('There is no command "exlpain".', 'Was "explain" meant?'),
  );
  await expect(parsed('run', 'before', '--xyzzyxyzzy')).rejects.toThrow(
    misread('`quiesce run` has no option --xyzzyxyzzy.', '`quiesce run --help` lists what there is.'),
  );
});

test('a missing argument and one too many are named', async () => {
  await expect(parsed('ui')).rejects.toThrow(
    misread('`quiesce ui <target>` was given too few arguments.', '`quiesce ui --help` lists what there is.'),
  );
  await expect(parsed('run', 'before', 'after')).rejects.toThrow('takes no further argument "after"');
  await expect(parsed('run', 'before', '--out')).rejects.toThrow('Not enough arguments following: out');
});

test('a value that is not among the choices is refused with the choices', async () => {
  await expect(parsed('run', 'before', '--depth', 'deeep')).rejects.toThrow(/depth.*deeep.*quick.*default.*deep/s);
});

test('help of every command shows an example and fits the width', async () => {
  for (const name of Object.keys(commands)) {
    if (!isCommand(name)) throw new Error(name);
    const answer = await parsed(name, '--help');
    if (!('text' in answer)) throw new Error(`${name} --help was taken for a call`);
    expect(answer.text).toContain(commands[name].about);
    expect(answer.text).toContain('Examples:');
    expect(Math.max(...answer.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  }
});

test('the version is that of the package', async () => {
  expect(await parsed('--version')).toEqual({ text: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
