import { defineTarget } from '../../../harness/index.ts';
import { TaskCoordinator } from './after.ts';
import { dialect, present } from './streaming-adapter.ts';

/** The coordinator after the reported fixes: one operation more, `cancelTask`, and a log. */
export const target = defineTarget({
  name: 'streaming-after',
  version: '1.1.0',
  profile: 'coordinator',
  dialect,
  open() {
    const tasks = new TaskCoordinator();
    return {
      ...present(tasks),
      cancel: (id) => tasks.cancelTask(id),
      diagnostics: (sink) => tasks.log.listen(({ level, text, key, error }) => sink({ level, text, task: key, error })),
    };
  },
});
