import { expect, test } from 'vitest';
import { commandWords } from './command-words.ts';

test.each([
  ['python3 target.py', ['python3', 'target.py']],
  ['  node   a.mjs\t--x ', ['node', 'a.mjs', '--x']],
  [`run "two words" 'it is "so"' ""`, ['run', 'two words', 'it is "so"', '']],
  ['a\\ b "c\\"d" \'e\\f\'', ['a b', 'c"d', 'e\\f']],
])('%s', (command, words) => {
  expect(commandWords(command)).toEqual(words);
});

test.each(['', '   ', 'python3 "target.py'])('%j is refused', (command) => {
  expect(() => commandWords(command)).toThrow(/Expected a program and its arguments/);
});
