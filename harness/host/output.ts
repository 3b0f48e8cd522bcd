import type { Readable } from 'node:stream';

const mostLines = 20;
const longestLine = 400;
// What Node writes about its own death: addresses and process ids, which differ from run to run.
const nodesOwn = /^(?:<--- |#$|# Fatal|----- Native stack trace|\[\d+:0x)/;

/**
 * The last lines of one stream of a target. It reads without end, so that a flood never blocks the host, and keeps a
 * bounded part of it.
 */
export class Output {
  #lines: string[] = [];
  #open = '';
  #dropped = 0;

  constructor(stream: Readable) {
    stream.setEncoding('utf8').on('data', (chunk: string) => this.#take(chunk));
    stream.on('error', () => {});
  }

  /** Forgets everything so far. */
  clear(): void {
    this.#lines = [];
    this.#open = '';
    this.#dropped = 0;
  }

  /** At most 20 lines, the oldest first, and a note of how many came before them. Node's own report is left out. */
  read(): readonly string[] {
    const all = this.#open === '' ? this.#lines : [...this.#lines, this.#open];
    const report = all.findIndex((line) => nodesOwn.test(line));
    const before = report < 0 ? all : all.slice(0, report);
    const written = before.slice(0, before.findLastIndex((line) => line !== '') + 1);
    const kept = written.slice(-mostLines);
    const left = this.#dropped + written.length - kept.length;
    return left > 0 ? [`(${left} earlier lines are not kept)`, ...kept] : kept;
  }

  /** True if the stream said so among its last lines, in Node's own report or elsewhere. */
  says(words: string): boolean {
    return this.#open.includes(words) || this.#lines.some((line) => line.includes(words));
  }

  #take(chunk: string): void {
    const parts = chunk.split('\n');
    parts[0] = this.#open + parts[0];
    this.#open = shorten(parts.pop() ?? '');
    // More than is shown: a report of Node's is longer than that, and the line before it must not be lost.
    const keep = mostLines * 5;
    this.#dropped += Math.max(0, this.#lines.length + parts.length - keep);
    this.#lines = [...this.#lines, ...parts.slice(-keep).map(shorten)].slice(-keep);
  }
}

const shorten = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line);
