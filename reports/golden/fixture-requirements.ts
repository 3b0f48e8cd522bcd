import type { CaseText, Requirement } from '../../harness/suite.ts';

const text = (name: string, more: Partial<CaseText> = {}): CaseText => ({
  name,
  needs: [],
  premise: 'the task has started',
  steps: ['submit T', 'cancel T'],
  expect: ['what the clause says'],
  ...more,
});

const requirement = (id: string, title: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  title,
  level: 'MUST',
  severity: 'blocking',
  text: `A coordinator MUST see to it that: ${title.toLowerCase()}.`,
  why: 'Otherwise callers act on something that is not so.',
  needs: ['submit'],
  views: [],
  modes: ['virtual', 'real'],
  after: [],
  dialect: [],
  sources: [],
  cases: [],
  ...more,
});

/** A dozen requirements with the prerequisites that the real ones have. */
export const requirements: readonly Requirement[] = [
  requirement('CAN-01', 'Cancellation is delivered to the running task', {
    needs: ['submit', 'cancel.running'],
    cases: [text('a-waiting-body-learns-of-it')],
  }),
  requirement('CAN-04', 'Every connected client is told', {
    text: 'Each client that is connected when a task is cancelled MUST receive its terminal event, whatever happens to the others.',
    why: 'A client that is not told waits for ever: the spinner turns until somebody reloads the page.',
    needs: ['submit', 'cancel.running', 'events'],
    after: ['CAN-01'],
    sources: [
      { title: 'gRPC guide: Cancellation', url: 'https://grpc.io/docs/guides/cancellation/' },
      { title: 'A source without an address' },
    ],
    cases: [text('all-clients-are-told'), text('a-paused-client-is-told')],
  }),
  requirement('CAN-16', 'Cleanup ends before the outcome is published', {
    after: ['CAN-01'],
    needs: ['submit', 'cancel.running'],
    cases: [text('finally-ends-first')],
  }),
  requirement('SHU-01', 'Shutdown ends when everything is quiet', {
    needs: ['submit', 'shutdown'],
    cases: [text('waits-for-running-bodies'), text('idle-ends-promptly')],
  }),
  requirement('SHU-03', 'Shutdown is bounded', {
    needs: ['submit', 'shutdown', 'shutdown.grace'],
    after: ['SHU-01'],
    severity: 'high',
    cases: [text('a-deaf-task-does-not-hold-it')],
  }),
  requirement('PAT-04', 'A group waits for its children', {
    severity: 'high',
    cases: [text('all-children-end-first')],
  }),
  requirement('RAC-08', 'A client that leaves disturbs no other', {
    severity: 'high',
    cases: [text('leaving-inside-a-broadcast')],
  }),
  requirement('RAC-15', 'Exactly one terminal state', { cases: [text('every-pair-of-ends')] }),
  requirement('RAC-17', 'Silence after the terminal event', {
    severity: 'high',
    cases: [text('an-emit-after-return')],
  }),
  requirement('REL-07', 'The concurrency limit is never exceeded', {
    needs: ['limit'],
    cases: [text('live-bodies-stay-within-the-limit')],
  }),
  requirement('REL-24', 'Slots are given back', {
    after: ['REL-07'],
    severity: 'high',
    cases: [text('after-every-ending')],
  }),
  requirement('OBS-03', 'Errors keep their cause', {
    level: 'SHOULD',
    severity: 'high',
    text: 'An error that wraps another SHOULD keep it as its cause.',
    cases: [text('the-cause-is-reachable')],
  }),
];
