import { expect, test } from 'vitest';
import { waived } from './waived.ts';

const report = {
  offer: { submit: 'a job came back', 'cancel.reason': 'the reason was seen' },
  withoutEffect: { 'cancel.running': 'nothing was seen to change', timeout: 'nothing ended' },
  observed: {},
  shutdown: {},
};

test('what is declared to be none is offered no more, with an effect or without', () => {
  const left = waived(report, { 'cancel.reason': 'none', 'cancel.running': 'none', 'cancel.return': 'void' });
  expect(Object.keys(left.offer)).toEqual(['submit']);
  expect(Object.keys(left.withoutEffect)).toEqual(['timeout']);
});

test('nothing else of a report is touched', () => {
  expect(waived(report, { 'cancel.return': 'void' })).toEqual(report);
});
