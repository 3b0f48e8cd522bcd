import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { QuiesceError } from '../errors.ts';
import { FarTasks } from './far-tasks.ts';
import { Link } from './link.ts';

const abuser = fileURLToPath(new URL('fixtures/abuser.mjs', import.meta.url));
const links: Link[] = [];
afterEach(() => {
  for (const link of links.splice(0)) link.peer.close();
});

/** A far side that is about to do that to us. */
function abused(abuse: string, patience?: number): Link {
  const link = new Link({ command: [process.execPath, abuser, abuse] }, patience);
  links.push(link);
  return link;
}

const native = { program: [], note: () => undefined, gate: () => Promise.resolve() };

/** Submits one job and gives the fault that the link came to. */
async function faultOf(abuse: string, patience?: number): Promise<QuiesceError | undefined> {
  const link = abused(abuse, patience);
  const offer = await link.open({});
  const submitted = new FarTasks(link, offer).submit({ id: 'T', native } as never);
  submitted.catch(() => undefined);
  for (let round = 0; round < 1000 && !link.fault; round++) {
    await link.flush();
    await new Promise((go) => setTimeout(go, 5));
  }
  return link.fault;
}

test.each([
  [
    'wrong id',
    'WIRE_ANSWER_UNASKED',
    /Expected the id of one of the \d+ requests that were sent; an answer came to 4711/,
  ],
  [
    'garbage line',
    'WIRE_LINE_MALFORMED',
    /Expected a line of stdout to be one JSON object, found: \*\*\* garbage \*\*\*/,
  ],
  ['output that is not protocol', 'WIRE_LINE_MALFORMED', /found: listening on port 8080/],
  [
    'half line',
    'WIRE_ENDED',
    /it ended with code 0\. Its last line was not finished: \{"jsonrpc":"2\.0","method":"jour/,
  ],
  ['duplicate answer', 'WIRE_ANSWER_TWICE', /Expected one answer to request 2; a second one came/],
  [
    'huge line',
    'WIRE_LINE_TOO_LONG',
    /Expected lines of at most 8388608 characters; one has \d+ and no end\. It begins with: xxx/,
  ],
  ['exit in the middle', 'WIRE_ENDED', /expected to live until the kit ends it; it ended with code 7\./],
  ['killed in the middle', 'WIRE_ENDED', /it ended by SIGKILL/],
  ['clock that goes back', 'WIRE_CLOCK_WENT_BACK', /The clock of the journal of abuser went back, from 1000 to 999 ms/],
  ['lost lines', 'WIRE_LINES_LOST', /Expected line 2 of the journal of abuser, found line 3/],
  ['no result and no error', 'WIRE_LINE_MALFORMED', /a `result` or an `error` for the request `submit`/],
  ['a method that there is not', 'WIRE_PARAMS_MALFORMED', /one of journal, settled, .*, found jurnal/],
  ['a task that there is not', 'WIRE_PARAMS_MALFORMED', /the `task` to be the id of a spec, found nobody/],
  ['a listener that there is not', 'WIRE_PARAMS_MALFORMED', /a `ref` that the kit has given, found nobody/],
  ['not one object', 'WIRE_LINE_MALFORMED', /one JSON object, found: \[1, 2\]/],
])('%s', async (abuse, code, message) => {
  const fault = await faultOf(abuse);
  expect(fault?.code).toBe(code);
  expect(fault?.message).toMatch(message);
  expect(fault?.hint).toBeTruthy();
});

test('silence', async () => {
  const fault = await faultOf('silence', 2_000);
  expect(fault?.code).toBe('WIRE_SILENT');
  expect(fault?.message).toMatch(/`flush` was sent, and no answer came within 2000 ms/);
});

test.each([
  ['wrong version', 'WIRE_VERSION', /asked for protocol 1; the far side answered with protocol 2/],
  ['an offer without a name', 'WIRE_OFFER_MALFORMED', /`name` to be a text, found 7/],
  ['unknown operation', 'WIRE_OPERATION_UNKNOWN', /an operation "cancle", which protocol 1 does not have/],
])('%s', async (abuse, code, message) => {
  await expect(abused(abuse).open({})).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('a program that there is not, and one that ends at once', async () => {
  const missing = new Link({ command: ['no-such-program-of-ours'] });
  await expect(missing.open({})).rejects.toMatchObject({ code: 'WIRE_NOT_STARTED' });
  const short = new Link({ command: [process.execPath, '-e', 'console.error("no luck"); process.exit(3)'] });
  await expect(short.open({})).rejects.toMatchObject({
    code: 'WIRE_ENDED',
    message: expect.stringMatching(/ended with code 3/),
    hint: expect.stringMatching(/no luck/),
  });
});

test('what was asked of a process that is gone was perhaps done, and is rejected as that', async () => {
  const link = abused('exit in the middle');
  const offer = await link.open({});
  const submitted = new FarTasks(link, offer).submit({ id: 'T', native } as never);
  await expect(submitted).rejects.toThrow(/`submit` was not answered, and may have been done: .* ended with code 7/);
  await expect(link.peer.ask('idle', {})).rejects.toThrow(/`idle` was not answered/);
  await link.flush();
});
