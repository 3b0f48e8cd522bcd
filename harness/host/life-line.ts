import type { Debugger, Session as Inspector } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** The line that asks a host for the stack of its main thread. */
export const askForStack = 'stack\n';

/**
 * Starts the thread that holds the life line. It ends the whole process group when the supervisor is gone, and
 * tells where the main thread stands, both also while the main thread never gives its event loop back.
 */
export function holdLifeLine(): void {
  // Compiled with `keepNames`, functions call a helper of the module that they were taken from.
  const source = `const __name = (it) => it; (${lifeLine})(require, process);`;
  new Worker(source, { eval: true, execArgv: [], env: {} }).unref();
}

/**
 * The thread's whole program; it is handed over as text, so it may use nothing from outside itself. It reads the
 * descriptor asynchronously: a thread blocked in a read would keep `process.exit` of the main thread from returning.
 */
function lifeLine(load: NodeJS.Require, self: NodeJS.Process): void {
  const { Socket } = load('node:net') as typeof import('node:net');
  const { SourceMap } = load('node:module') as typeof import('node:module');
  const { readFileSync } = load('node:fs') as typeof import('node:fs');
  const inspector = load('node:inspector') as typeof import('node:inspector');
  const line = new Socket({ fd: 5, readable: true, writable: true });
  const die = (): void => {
    try {
      self.kill(-self.pid, 'SIGKILL');
    } catch {
      self.kill(self.pid, 'SIGKILL');
    }
  };
  line
    .on('end', die)
    .on('error', die)
    .on('data', () => tellStack());

  function tellStack(): void {
    const scripts = new Map<string, Debugger.ScriptParsedEventDataType>();
    const main: Inspector = new inspector.Session();
    let tries = 0;
    main.connectToMainThread();
    main.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params));
    main.on('Debugger.paused', ({ params }) => {
      const places = params.callFrames.map((frame) => textOf(frame, scripts));
      // A loop of ticks is mostly inside Node. A pause at even intervals would always find it at the same place.
      if (tries++ < 40 && places.every((place) => place.includes('(node:'))) {
        main.post('Debugger.resume');
        setTimeout(() => main.post('Debugger.pause'), Math.random() * 3);
      } else line.write(`${JSON.stringify(places)}\n`);
    });
    main.post('Debugger.enable');
    main.post('Debugger.pause');
  }

  function textOf(frame: Debugger.CallFrame, scripts: Map<string, Debugger.ScriptParsedEventDataType>): string {
    const { lineNumber, columnNumber = 0, scriptId } = frame.location;
    const script = scripts.get(scriptId);
    const url = frame.url || script?.url || 'unknown';
    const at = original(url, script?.sourceMapURL, lineNumber, columnNumber);
    return `    at ${frame.functionName || '<anonymous>'} (${at.url}:${at.line + 1}:${at.column + 1})`;
  }

  function original(url: string, mapped: string | undefined, line: number, column: number) {
    if (!mapped) return { url, line, column };
    try {
      const entry = new SourceMap(JSON.parse(mapText(mapped, url))).findEntry(line, column);
      if (!('originalSource' in entry)) return { url, line, column };
      const base = mapped.startsWith('data:') ? url : new URL(mapped, url);
      return { url: new URL(entry.originalSource, base).href, line: entry.originalLine, column: entry.originalColumn };
    } catch {
      return { url, line, column };
    }
  }

  function mapText(mapped: string, url: string): string {
    if (!mapped.startsWith('data:')) return readFileSync(new URL(mapped, url), 'utf8');
    const comma = mapped.indexOf(',');
    const coding = mapped.slice(0, comma).endsWith(';base64') ? 'base64' : 'utf8';
    return Buffer.from(mapped.slice(comma + 1), coding).toString();
  }
}
