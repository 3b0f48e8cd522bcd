import type { Debugger } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** The line that asks a host for the stack of its main thread. Each answer is one line, a list of frames as JSON. */
export const askForStack = 'stack\n';

/**
 * Starts the thread that holds the life line. It ends the whole process group when the supervisor is gone, and
 * tells where the main thread stands, both also while the main thread never gives its event loop back.
 */
export function holdLifeLine(): void {
  // Handed over as text, since a thread of its own would have to load what loads TypeScript. The functions below may
  // therefore use nothing but each other; compiled to keep their names, they call a function that is given here.
  const parts = [guard, samples, textOf, original, mapText].map((part) => part.toString());
  const source = ['const __name = (it) => it;', ...parts, 'guard(require, process);'].join('\n');
  new Worker(source, { eval: true, execArgv: [], env: {} }).unref();
}

type Load = NodeJS.Require;
type Script = Debugger.ScriptParsedEventDataType;
interface At {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Reads without blocking: a thread blocked in a read would keep `process.exit` of the main thread from returning. */
function guard(load: Load, self: NodeJS.Process): void {
  const { Socket } = load('node:net') as typeof import('node:net');
  const line = new Socket({ fd: 5, readable: true, writable: true });
  const die = (): void => {
    try {
      self.kill(-self.pid, 'SIGKILL');
    } catch {
      self.kill(self.pid, 'SIGKILL');
    }
  };
  line.on('end', die).on('error', die);
  line.on(
    'data',
    samples(load, (places) => line.write(`${JSON.stringify(places)}\n`)),
  );
}

/**
 * Pauses the main thread at each call and tells where it stands; the pause before is ended first. The next one comes at
 * a random moment: at even intervals a loop of ticks would always be found at the same place inside Node.
 */
function samples(load: Load, tell: (places: readonly string[]) => void): () => void {
  const inspector = load('node:inspector') as typeof import('node:inspector');
  const scripts = new Map<string, Script>();
  const main = new inspector.Session();
  const pause = (): void => main.post('Debugger.pause');
  let connected = false;
  main.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params));
  main.on('Debugger.paused', ({ params }) =>
    tell(params.callFrames.map((frame) => textOf(load, frame, scripts.get(frame.location.scriptId)))),
  );
  return () => {
    if (connected) return main.post('Debugger.resume', () => setTimeout(pause, Math.random() * 3));
    connected = true;
    main.connectToMainThread();
    main.post('Debugger.enable');
    // Now and then a request is lost in a loop of microtasks. To one that is paused a further one means nothing.
    setInterval(pause, 50);
    pause();
  };
}

function textOf(load: Load, frame: Debugger.CallFrame, script: Script | undefined): string {
  const { lineNumber: line, columnNumber: column = 0 } = frame.location;
  const at = original(load, { url: frame.url || script?.url || 'unknown', line, column }, script?.sourceMapURL);
  return `    at ${frame.functionName || '<anonymous>'} (${at.url}:${at.line + 1}:${at.column + 1})`;
}

function original(load: Load, at: At, mapped: string | undefined): At {
  if (!mapped) return at;
  const { SourceMap } = load('node:module') as typeof import('node:module');
  try {
    const entry = new SourceMap(JSON.parse(mapText(load, mapped, at.url))).findEntry(at.line, at.column);
    if (!('originalSource' in entry)) return at;
    const base = mapped.startsWith('data:') ? at.url : new URL(mapped, at.url);
    return { url: new URL(entry.originalSource, base).href, line: entry.originalLine, column: entry.originalColumn };
  } catch {
    return at;
  }
}

function mapText(load: Load, mapped: string, url: string): string {
  const { readFileSync } = load('node:fs') as typeof import('node:fs');
  if (!mapped.startsWith('data:')) return readFileSync(new URL(mapped, url), 'utf8');
  const comma = mapped.indexOf(',');
  const coding = mapped.slice(0, comma).endsWith(';base64') ? 'base64' : 'utf8';
  return Buffer.from(mapped.slice(comma + 1), coding).toString();
}
