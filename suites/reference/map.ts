import type { Json } from '../../harness/index.ts';
import { Crew, type Member } from './crew.ts';
import type { Core, Task } from './core.ts';
import type { Scope } from './scope.ts';

/**
 * Runs a body for each item, so many at once, and hands out the results in the order of the items. It pulls an item
 * only when it can start it. However it ends, nothing of it runs on, and a source that has more to give is closed.
 */
export async function* map(
  core: Core,
  task: Task,
  above: Scope,
  source: AsyncIterable<Json>,
  body: (item: Json, scope: Scope) => Promise<Json>,
  width: number,
): AsyncGenerator<Json> {
  core.parts.enter(core, task, above);
  const crew = new Crew(core, task, above, 'map', true);
  const items = source[Symbol.asyncIterator]();
  const line: Member[] = [];
  let more = true;
  try {
    for (;;) {
      while (more && line.length < width && core.parts.goesOn(core, crew)) {
        const item = await items.next();
        if (item.done) more = false;
        else if (core.parts.goesOn(core, crew)) line.push(crew.add((scope) => body(item.value, scope), true));
      }
      const end = await line.shift()?.ended;
      if (!end || !core.parts.goesOn(core, crew)) break;
      yield 'value' in end ? end.value : null;
    }
  } finally {
    if (more) await core.parts.closeSource(core, items, width);
    core.parts.dismiss(core, crew);
    await core.parts.leave(core, crew);
  }
  crew.raise();
}

/** Closes a source that is not at its end. */
export async function closeSource(_core: Core, items: AsyncIterator<Json>): Promise<void> {
  await items.return?.();
}
