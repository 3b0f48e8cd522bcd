import { endings } from '../../reference/events.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in what clients are told, and in what their leaving means. */
export const clients: readonly Mutant[] = [
  ...faultsOf('CAN-04', {
    'first-client-only': {
      fault: 'the broadcast loop returns after the first client',
      trips: ['RAC-16', 'SHU-11'],
      parts: (p) => ({ ...p, broadcast: (core, [first], event) => p.broadcast(core, first ? [first] : [], event) }),
    },
    'paused-client-not-told': {
      fault: 'the terminal event is not put into the queue of a paused client',
      trips: [],
      parts: (p) => ({
        ...p,
        push: (core, stream, event) => {
          if (!stream.paused || !event.terminal) p.push(core, stream, event);
        },
      }),
    },
  }),
  ...faultsOf('CAN-05', {
    'notice-with-the-terminal-mark': {
      fault: "emit() passes a body's event of the terminal name through with the terminal mark",
      trips: ['RAC-15'],
      parts: (p) => ({
        ...p,
        emit: (core, task, type, data) => {
          p.emit(core, task, type, data);
          task.said = false;
        },
        marks: (_core, type) => endings.has(type),
      }),
    },
    'said-by-both': {
      fault: 'the coordinator publishes its own terminal event without looking whether the body has already sent one',
      trips: ['RAC-15'],
      dialect: { 'terminal.authority': 'body-first' },
      parts: (p) => ({
        ...p,
        announce: (core, task, end) => {
          task.said = false;
          p.announce(core, task, end);
        },
      }),
    },
  }),
  ...faultsOf('CAN-27', {
    'any-client-leaves': {
      fault: 'the task is cancelled when any client leaves',
      trips: ['RAC-11'],
      parts: (p) => ({ ...p, left: (core, task) => void p.request(core, task, undefined) }),
    },
    'first-of-the-clients-leaves': {
      fault: 'the task is cancelled when the first of its clients leaves',
      trips: ['RAC-11'],
      dialect: { 'client.disconnect': 'cancel-last' },
      parts: (p) => ({ ...p, left: (core, task) => void p.request(core, task, undefined) }),
    },
    'owner-may-leave': {
      fault: 'the disconnect of the owner only takes it off the list',
      trips: [],
      dialect: { 'client.disconnect': 'cancel-owner' },
      parts: (p) => ({ ...p, left: () => {} }),
    },
  }),
];
