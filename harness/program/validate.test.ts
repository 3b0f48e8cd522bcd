import { expect, test } from 'vitest';
import { validateProgram } from './validate.ts';

test.each([
  ['no list', { gate: 'g' }, 'program: expected a list of steps, found object { gate: "g" }.'],
  ['no step', ['gate'], 'program[0]: expected a step, as { gate: "g" }, found string gate.'],
  ['an instance', [new Date(0)], 'program[0]: expected a step, as { gate: "g" }, found object Date {}.'],
  ['two names', [{ gate: 'g', note: 'n' }], 'program[0]: expected a step with exactly one key, its name, found object'],
  ['no name', [{}], 'program[0]: expected a step with exactly one key, its name, found object {}.'],
  ['a slip', [{ note: 'n' }, { gat: 'g' }], 'program[1]: expected a known step, found "gat". Did you mean "gate"?'],
  [
    'a stranger',
    [{ frobnicate: 1 }],
    'program[0]: expected a known step, found "frobnicate". Steps: note, sleep, gate',
  ],
  ['a member of all objects', [{ constructor: [] }], 'program[0]: expected a known step, found "constructor"'],
  ['a wrong type', [{ gate: 7 }], 'program[0].gate: expected text, found number 7.'],
  ['a wrong word', [{ check: 'raise' }], 'program[0].check: expected "throw" or "note", found string raise.'],
  ['no number', [{ sleep: Number.NaN }], 'program[0].sleep: expected a number of ms, found number NaN.'],
  ['no JSON', [{ return: { at: undefined } }], 'program[0].return: expected a JSON value'],
  ['a missing body', [{ within: { ms: 5 } }], 'program[0].within.body: expected a list of steps, found undefined'],
  [
    'a slip in a member',
    [{ try: { body: [], finaly: [] } }],
    'program[0].try: found an unknown member "finaly". Did you mean "finally"?',
  ],
  [
    'a catch of no ending',
    [{ try: { body: [], catch: { timedout: [] } } }],
    'program[0].try.catch: found an unknown member "timedout". Did you mean "timeout"?',
  ],
  [
    'deep inside',
    [{ all: [[], [{ deaf: [{ spin: '5' }] }]] }],
    'program[0].all[1][0].deaf[0].spin: expected a number of ms',
  ],
  ['half a map', [{ map: { bodies: [[]], leave: 1.5 } }], 'program[0].map.leave: expected a whole number of 0 or more'],
] as const)('%s is refused with its place', (_name, program, message) => {
  expect(validateProgram(program)).toContain(message);
});

test('a program of every kind of argument is taken', () => {
  const program = [
    { throw: { value: null, cause: 'c', sync: true } },
    { try: { body: [{ move: null }], catch: { failed: [] }, finally: [{ remaining: true }] } },
    { settle: { bodies: [[{ return: [1, { a: null }] }]], timeout: 5 } },
    { do: { call: 'shutdown', mode: 'm', wait: false } },
    { stop: { what: 'token', reason: '' } },
  ];
  expect(validateProgram(program)).toBeUndefined();
  expect(validateProgram([])).toBeUndefined();
});
