import { existsSync, readFileSync } from 'node:fs';

/** Version of the kit. The manifest lies one folder up from the sources, two from the build. */
export function kitVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    const file = new URL(path, import.meta.url);
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  return 'unknown';
}
