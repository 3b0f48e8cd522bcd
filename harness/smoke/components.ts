import type { Event } from '../history.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/** A component of the library's own: is it seen to live, and what does it work on? */
export async function component(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  if (!bench.current.component) return;
  const { services, reads } = bench;
  services.component('S');
  services.start('S');
  await bench.quiesce();
  await bench.advance(25);
  services.deliver('hello');
  await bench.quiesce();
  // A timetable (cron) has a step of its own, a second at the least, whatever `every` says.
  if (signsOf(bench).length === 0) await bench.advance(2_000);
  const signs = signsOf(bench);
  if (signs.length > 0)
    offering.give('component', `once it was started, the component called \`${signs[0]?.what.slice(5)}\``);
  else offering.withoutEffect('component', 'a component was started, and none of its ports was called');
  const read = (port: string) => reads.has(`ports.${port}`);
  offering.giveIf(read('every') && read('beat'), 'heartbeat', 'the component read `every` and `beat`');
  offering.giveIf(read('turn'), 'loop', 'the component read `turn`');
  offering.giveIf(read('connect'), 'reconnect', 'the component read `connect`');
  offering.giveIf(read('handle'), 'inbox', 'the component read `handle`');
  offering.giveIf(services.has('S', 'send'), 'outbox', 'the component has `send`');
  offering.giveIf(services.has('S', 'receive'), 'receive', 'the component has `receive`');
  shared(bench, offering, 'S');
  services.stop('S');
  bench.open('turn 1', 'turn 2');
  await bench.quiesce();
  stopping(bench, offering);
}

const signsOf = ({ history }: Bench): readonly Event[] => history.events.filter(({ what }) => what.startsWith('port.'));

/** A manager: does it start what it is given? */
export async function components(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  if (!bench.current.components) return;
  const { services } = bench;
  services.manager('M', [{ name: 'A' }, { name: 'B', after: ['A'] }]);
  services.start('M');
  await bench.quiesce();
  const started = bench.history.all('part.start').length;
  if (started > 0) offering.give('components', `once it was started, the manager started ${started} components`);
  else offering.withoutEffect('components', 'a manager was started, and started none of its components');
  shared(bench, offering, 'M');
  services.stop('M');
  await bench.quiesce();
  stopping(bench, offering);
}

function stopping({ reads }: Bench, offering: Offering): void {
  for (const wish of ['signal', 'timeout'] as const)
    offering.giveIf(reads.has(`stop.${wish}`), `stop.${wish}`, `\`wish.${wish}\` of \`stop\` was read`);
}

function shared({ services }: Bench, offering: Offering, service: string): void {
  offering.giveIf(services.has(service, 'state'), 'component.state', 'the service has `state`');
  offering.giveIf(
    services.has(service, Symbol.asyncDispose),
    'component.dispose',
    'the service has `Symbol.asyncDispose`',
  );
}
