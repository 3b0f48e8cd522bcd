import { expect, test } from 'vitest';
import { targetOf } from './read-arguments.ts';

const words = (address: string): unknown => JSON.parse(decodeURIComponent(address.slice(address.indexOf('#') + 1)));

test('a command and a server are targets by themselves', () => {
  const command = targetOf({ command: 'python3 "my target.py"' });
  expect(command.named).toBe('command:python3 "my target.py"');
  expect(words(command.address)).toEqual({ argv: ['python3', 'my target.py'] });
  expect(words(targetOf({ server: 'node server.js', port: '8080' }).address)).toEqual({
    argv: ['node', 'server.js'],
    ready: { port: 8080 },
  });
  expect(words(targetOf({ server: 'node server.js', ready: String.raw`port (\d+)` }).address)).toEqual({
    argv: ['node', 'server.js'],
    ready: { pattern: String.raw`port (\d+)` },
  });
});

test('a server that tells its port in its own words is understood', () => {
  const { ready } = words(targetOf({ server: 'node server.js' }).address) as { ready: { pattern: string } };
  const portIn = (line: string): string | undefined => new RegExp(ready.pattern).exec(line)?.[1];
  expect(portIn('listening on http://localhost:8080')).toBe('8080');
  expect(portIn('Server ready on port 3000.')).toBe('3000');
  expect(portIn('ready 51204')).toBe('51204');
  expect(portIn('starting up')).toBeUndefined();
});

test('a name typed again leads to the same target', () => {
  for (const args of [
    { command: 'python3 target.py' },
    { server: 'node server.js', port: '8080' },
    { server: 'x y' },
  ]) {
    const target = targetOf(args);
    expect(targetOf({ target: target.named })).toEqual(target);
  }
});

test('none and two are refused', () => {
  expect(() => targetOf({})).toThrow(/Expected a target: .*--command or --server/);
  expect(() => targetOf({ target: 'before', command: 'x' })).toThrow(
    'Expected one target, found 2: before, command:x.',
  );
});
