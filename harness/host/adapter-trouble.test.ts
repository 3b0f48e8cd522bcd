import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../session.ts';
import type { Address } from './frames.ts';

const fixture = (path: string): Address => new URL(`fixtures/${path}`, import.meta.url).href;
const adapters = 'harness/host/fixtures/adapters';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiesce-adapters-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file that our own tools could not read. */
function written(name: string, text: string): Address {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name)).href;
}

async function openOn(target: Address, suites: readonly Address[] = [], loadBudget = 30_000) {
  return openSession({
    target,
    suites,
    settings: { dialect: {}, depth: 'quick' },
    hostEntry: fixture('entry.ts'),
    loadBudget,
    grace: 200,
  });
}

/** The error with which a session on that target does not open, without its stack. */
async function troubleWith(target: Address, suites: readonly Address[] = [], loadBudget?: number) {
  const session = await openOn(target, suites, loadBudget).catch((error: unknown) => error);
  const { code, message, hint } = session as { code: string; message: string; hint?: string };
  return { code, message, hint };
}

test.concurrent('an adapter that is not there', async () => {
  expect(await troubleWith(fixture('adapters/throw.mjs'))).toEqual({
    code: 'ADAPTER_NOT_FOUND',
    message: `There is no adapter ${adapters}/throw.mjs.`,
    hint: expect.stringContaining('Near it: throws.mjs, '),
  });
  expect((await troubleWith(fixture('nowhere/adapter.ts'))).hint).toBe(
    'Give the path of a file that exports `target`.',
  );
});

test.concurrent('an adapter that does not compile', async () => {
  const text = 'export const a = 1;\nexport const = 5;\n';
  for (const [name, at, says] of [
    ['wrong.mjs', ':2', "Unexpected token '='"],
    ['wrong.ts', ':2:13', 'Expected identifier but found "="'],
  ] as const) {
    expect(await troubleWith(written(name, text))).toMatchObject({
      code: 'ADAPTER_SYNTAX',
      message: `${join(folder, name)}${at} does not compile: ${says}.`,
    });
  }
  const unlinked = written('unlinked.mjs', 'import { nope } from "node:fs";\nexport const target = nope;\n');
  expect((await troubleWith(unlinked)).message).toContain(`${join(folder, 'unlinked.mjs')}:1 does not compile: `);
});

test.concurrent('an adapter that throws while it loads', async () => {
  expect(await troubleWith(fixture('adapters/throws.mjs'))).toMatchObject({
    code: 'ADAPTER_THROWS',
    message: `${adapters}/throws.mjs was expected to load; it threw Error: boom at ${adapters}/throws.mjs:1:7.`,
  });
});

test.concurrent('an adapter that exports no target', async () => {
  expect(await troubleWith(fixture('adapters/exports-nothing.mjs'))).toEqual({
    code: 'ADAPTER_EXPORTS_NOTHING',
    message: `${adapters}/exports-nothing.mjs was expected to export \`target\`; it exports other, tagret.`,
    hint: expect.stringContaining('Was `tagret` meant?'),
  });
  expect((await troubleWith(fixture('adapters/exports-nothing.mjs#others'))).message).toContain('to export `others`');
});

test.concurrent('an adapter whose target is no target', async () => {
  expect(await troubleWith(fixture('adapters/malformed.mjs'))).toMatchObject({
    code: 'ADAPTER_MALFORMED',
    message: `${adapters}/malformed.mjs: \`open\` was expected to be a function that builds a coordinator; it is missing.`,
  });
  expect(await troubleWith(fixture('adapters/bad-profile.mjs'))).toMatchObject({
    message: expect.stringContaining('it is queu (string)'),
    hint: 'Was "queue" meant?',
  });
});

test.concurrent('an adapter that imports what is not installed', async () => {
  expect(await troubleWith(fixture('adapters/missing-package.mjs'))).toMatchObject({
    code: 'ADAPTER_MISSING_PACKAGE',
    hint: 'npm install no-such-package',
  });
  const typed = written('typed.ts', 'import left from "@no-such/package/deep";\nexport const target = left;\n');
  expect((await troubleWith(typed)).hint).toBe('npm install @no-such/package');
  expect(await troubleWith(fixture('adapters/missing-file.mjs'))).toMatchObject({
    code: 'ADAPTER_MISSING_FILE',
    message: `${adapters}/missing-file.mjs imports ${adapters}/gone.mjs, which does not exist.`,
  });
});

test.concurrent('an adapter that never ends to load', async () => {
  expect(await troubleWith(fixture('adapters/awaits-for-ever.mjs'))).toMatchObject({
    code: 'ADAPTER_IMPORT_HANGS',
    message: expect.stringContaining('a top-level `await` in it, or in what it imports, never ends'),
  });
  expect(await troubleWith(fixture('adapters/loops.mjs'), [], 5_000)).toMatchObject({
    code: 'ADAPTER_IMPORT_HANGS',
    message: expect.stringContaining(`it still runs at ${adapters}/loops.mjs:1:`),
  });
});

test.concurrent('an adapter that ends its process while it loads', async () => {
  expect(await troubleWith(fixture('adapters/exits.mjs'))).toMatchObject({
    code: 'ADAPTER_EXITS',
    message: `${adapters}/exits.mjs was expected to load; process.exit(4) was called at ${adapters}/exits.mjs:1:9.`,
  });
});

test.concurrent('after five processes that died while they loaded no more are started', async () => {
  expect(await troubleWith(fixture('adapters/dies.mjs'))).toMatchObject({
    code: 'HOST_UNUSABLE',
    message: expect.stringMatching(/^5 processes in a row .* of the last one: the process was ended by SIGKILL/),
  });
});

test.concurrent('a suite that cannot be loaded', async () => {
  expect(await troubleWith(fixture('hostile-target.ts'), [fixture('adapters/throws.mjs')])).toMatchObject({
    code: 'SUITE_UNLOADABLE',
    message: expect.stringContaining(`${adapters}/throws.mjs was expected to export a suite`),
  });
});

test.concurrent('a CommonJS adapter is taken, and its version is that of the installed package', async () => {
  const session = await openOn(fixture('adapters/required.cjs'));
  expect(session.facts.name).toBe('fastq');
  expect(session.facts.version).toMatch(/^1\.\d+\.\d+$/);
  await session.close();
});
