import { QuiesceError } from './errors.ts';
import type { Answer } from './host/supervisor.ts';

export const closed = (): QuiesceError =>
  new QuiesceError('usage', 'SESSION_CLOSED', 'The session was closed or called off before this was done.');

export const smokeDied = (answer: Answer): QuiesceError =>
  new QuiesceError(
    'adapter',
    'SMOKE_DIED',
    `The smoke run was expected to end; ${answer.is === 'dead' ? answer.death.seen : `it was answered by ${answer.is}`}.`,
    'It opens a coordinator and submits a plain job or two. Try the same without the kit.',
  );
