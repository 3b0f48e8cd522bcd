import type { Fixes } from '../../fix.ts';

/** Clients, hooks, components and the process around a coordinator. */
export const aroundFixes: Fixes = {
  'SHU-11': {
    title: 'Publish the final event first, then end the streams',
    effort: 'hours',
    sketch: `
await drain();
for (const client of this.clients) {
  client.send(finalEvent(client.task));
  client.end();
}
this.clients.clear();`,
  },
  'SHU-20': {
    title: 'Remember what was installed on the process, and take it off',
    effort: 'minutes',
    sketch: `
const onTerm = () => void this.shutdown();
process.on('SIGTERM', onTerm);

async shutdown(): Promise<void> {
  …
  process.off('SIGTERM', onTerm); // the very function that was installed
}`,
  },
  'SHU-21': {
    title: 'Stop what tasks depend on after the last of them has ended',
    effort: 'minutes',
    sketch: `
this.closing = true; // intake
await drain(); // work, with its cleanup
for (const component of [...components].reverse()) await component.stop(); // dependencies`,
  },
  'SHU-22': {
    title: 'Run each hook for itself, keep its error, and go on',
    effort: 'hours',
    sketch: `
const errors: unknown[] = [];
for (const hook of hooks) {
  try {
    await within(hook(), left());
  } catch (error) {
    errors.push(error);
  }
}
if (errors.length > 0) throw new AggregateError(errors, 'the shutdown is incomplete');`,
  },
};
