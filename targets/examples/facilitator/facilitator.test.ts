import { expect, test } from 'vitest';
import { judged } from '../../../scripts/judged.ts';

/** Of each requirement that the document's code does not meet, what in it is to blame. */
const defects = {
  'LIF-01': 'the flag goes up before what is started has started: a second start returns at once',
  'LIF-02': 'the flag goes down before what is stopped has stopped: a second stop returns at once',
  'LIF-05': 'a start that fails leaves what it has started, and the flag up',
  'LIF-06': 'an error of the main task, or of one stop, keeps the other parts from being stopped',
  'LIF-09': 'messages that came, or were accepted to be sent, stay where they are, and nobody is told',
  'LIF-10': 'so they do when a scope is left',
  'LIF-11': 'the flag says what was asked for last: it stays up after a crash, and is down while a stop waits',
  'LIF-12': "the caller's cancellation is taken for the one that is expected of the child",
  'LIF-13': 'the limit is put around the read: a message on its way to the reader is lost',
  'LIF-15': 'a stop during a start finds the flag up, and does not wait for the start',
  'LIF-16': 'what is to be sent opens a connection of its own beside the loop that connects',
  'LIF-18': 'a message whose handling fails ends the main task: no other is handled',
} as const;

test('the client of the document fails what its defects break, the mended one nothing', async () => {
  const [before, mended] = await judged(['facilitator-before', 'facilitator-mended'], ['lifecycle']);
  expect(before?.failed).toEqual(Object.keys(defects));
  expect(before?.passed).toEqual(['LIF-03', 'LIF-04', 'LIF-07', 'LIF-08', 'LIF-14']);
  expect(mended?.failed).toEqual([]);
  expect(mended?.passed).toHaveLength(17);
  expect(mended?.passed).toEqual(expect.arrayContaining(Object.keys(defects)));
}, 120_000);
