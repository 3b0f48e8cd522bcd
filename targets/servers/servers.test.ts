import { expect, test } from 'vitest';
import { survey } from '../../scripts/survey.ts';
import { builtInTargets } from '../index.ts';

/* What is known of three ways to end a server, measured by hand before, is what the kit finds. */

const cases = [
  'a-silent-connection',
  'a-keep-alive-connection-with-a-request-in-flight',
  'the-last-response-says-close',
];
const late = ['fail', 'SHU-18', 'the process ends by itself within 2000 ms after the signal', 'the process lived on'];
const keptAlive = (seconds: number) => [
  'fail',
  'SHU-19',
  'the response on c carries `Connection: close`',
  expect.stringMatching(new RegExp(`Connection: keep-alive, Keep-Alive: timeout=${seconds}`)),
];

const known = {
  // The silent connection holds it for ever, the other one for as long as the server keeps connections alive.
  'node-http': [late, late, keptAlive(5)],
  fastify: [late, late, keptAlive(72)],
  'http-terminator': [['pass'], ['pass'], ['pass']],
};

test.concurrent.each(Object.entries(known))('%s', async (name, wanted) => {
  const address = builtInTargets[name]?.address ?? '';
  const [surveyed] = await survey([[name, address]], { suites: ['shutdown'], cases });
  const judged = surveyed?.outcomes.filter(({ verdict }) => verdict !== 'skip') ?? [];
  const found = judged.map(({ verdict, requirement, finding }) =>
    finding ? [verdict, requirement, finding.expected, finding.observed] : [verdict],
  );
  expect(found).toEqual(wanted);
});
