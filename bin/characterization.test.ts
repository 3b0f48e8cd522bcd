import { expect, test } from 'vitest';
import type { Requirement } from '../harness/suite.ts';
import { characterized, confirmed, contradictions, deviations, differences } from './characterization.ts';
import { choicesIn, dialectFileFrom, dialectFileText } from './dialect-file.ts';

const requirement = (dialect: readonly string[], needs: readonly string[]): Requirement =>
  ({ dialect, needs, cases: [{ name: 'one', needs: [] }] }) as unknown as Requirement;
const requirements = [
  requirement(['cancel.second', 'cancel.return', 'client.slow', 'event.names'], ['submit']),
  requirement(['group.kind'], ['group']),
];
const offer = { submit: 'seen' };
const file = (declared = {}, observed = {}, reviewed = {}) =>
  characterized({ dialect: declared }, { offer, observed }, requirements, reviewed);

test('each choice stands under where it comes from, and what is not offered is not asked', () => {
  expect(file({ 'cancel.return': 'void' }, { 'cancel.second': 'error', 'cancel.return': 'confirmed' })).toEqual({
    reviewed: {},
    declared: { 'cancel.return': 'void' },
    observed: { 'cancel.second': 'error' },
    default: { 'client.slow': 'disconnect' },
  });
});

test('a deviation is never written as observed; a declared one is named', () => {
  expect(file({}, { 'client.slow': 'unbounded' }).observed).toEqual({});
  expect(deviations(file({ 'client.slow': 'unbounded' }))).toEqual(['client.slow=unbounded']);
});

test('what a person reviewed is kept, and beats the adapter', () => {
  const reviewed = file({ 'cancel.return': 'void' }, {}, { 'cancel.return': 'accepted' });
  expect(choicesIn(reviewed)['cancel.return']).toBe('accepted');
  expect(choicesIn(dialectFileFrom(JSON.parse(dialectFileText(reviewed))))).toEqual(choicesIn(reviewed));
});

test('a default is observed once cases that are valid for it alone have passed, all of them', () => {
  const when = { 'cancel.second': ['noop-true'] };
  const silent = file();
  expect(confirmed(silent, [{ when, verdict: 'pass' }]).observed).toEqual({ 'cancel.second': 'noop-true' });
  expect(
    confirmed(silent, [
      { when, verdict: 'pass' },
      { when, verdict: 'fail' },
    ]).observed,
  ).toEqual({});
  expect(confirmed(silent, [{ when: { 'cancel.second': ['noop-true', 'error'] }, verdict: 'pass' }]).observed).toEqual(
    {},
  );
});

test('a difference is one line; where a choice comes from is none', () => {
  expect(differences(file({ 'cancel.return': 'void' }), file({}, { 'cancel.return': 'void' }))).toEqual([]);
  expect(differences(file({}, { 'cancel.second': 'error' }), file())).toEqual([
    'cancel.second: the file has error (observed), found noop-true (default)',
  ]);
  expect(differences(file({ 'shutdown.queued': 'run' }), file({}, { 'shutdown.stop.queued': 'run' }))).toEqual([
    'shutdown.queued: the file has run (declared), found cancel (default)',
  ]);
});

test('what was seen to be other than it is said to be is told, for one shutdown mode too', () => {
  const said = file({ 'cancel.return': 'accepted', 'shutdown.queued': 'cancel' });
  const observed = { 'cancel.return': 'void', 'shutdown.stop.queued': 'run' };
  expect(contradictions(said, { observed })).toEqual([
    'cancel.return: declared is accepted, observed was void',
    'shutdown.stop.queued: declared is cancel, observed was run',
  ]);
});
