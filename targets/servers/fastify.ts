import Fastify from 'fastify';
import { routes } from '../../harness/index.ts';
import { onTermination } from './listening.ts';

/* Fastify as its documentation has it: `close` on a signal, with the defaults. */

const kit = routes();
const app = Fastify();
app.addHook('onRequest', (request, reply, done) => {
  if (kit(request.raw, reply.raw)) reply.hijack();
  else done();
});
onTermination(() => app.close());
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`listening on port ${new URL(address).port}\n`);
