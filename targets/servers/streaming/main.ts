import { TaskCoordinator as After } from '../../examples/streaming/after.ts';
import { TaskCoordinator as Before } from '../../examples/streaming/before.ts';
import { listening } from '../listening.ts';
import { serve } from './host.ts';
import { StreamingServer } from './mended.ts';
import { recorded } from './recorded.ts';

/* The streaming server of the documents: `before`, `after`, or `mended`. */

const ms = (name: string, otherwise: number): number => Number(process.env[`QUIESCE_${name}_MS`] ?? otherwise);

function startMended(): void {
  const streaming = new StreamingServer();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (streaming.told) process.exit(1);
      void streaming
        .shutdown(ms('PRESTOP', 0), ms('GRACE', 30_000), ms('FORCE', 10_000))
        .then((clean) => process.exit(clean ? 0 : 1));
    });
  }
  listening(streaming.server);
}

const [state] = process.argv.slice(2);
if (state === 'mended') startMended();
else listening(serve(recorded(state === 'after' ? new After() : new Before())));
