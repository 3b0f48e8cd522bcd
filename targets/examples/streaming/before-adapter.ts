import { defineTarget } from '../../../harness/index.ts';
import { TaskCoordinator } from './before.ts';
import { dialect, present } from './streaming-adapter.ts';

/** The coordinator as it was found. Its raw tasks are what callers cancel. */
export const target = defineTarget({
  name: 'streaming-before',
  version: '1.0.0',
  profile: 'coordinator',
  dialect,
  open: () => present(new TaskCoordinator()),
});
