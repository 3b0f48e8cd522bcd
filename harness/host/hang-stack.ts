import type { Duplex } from 'node:stream';
import { askForStack } from './life-line.ts';

/**
 * The JavaScript stack of a host whose main thread is stuck, source-mapped, as V8 prints it. Leaves that thread
 * paused: the host is fit to be killed only. Nothing, if the process as a whole stands still.
 */
export function hangStack(lifeLine: Duplex, patience = 2_000): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const end = (stack: string | undefined): void => {
      clearTimeout(timer);
      lifeLine.off('data', take);
      resolve(stack);
    };
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.endsWith('\n')) end((JSON.parse(text) as readonly string[]).join('\n'));
    };
    const timer = setTimeout(end, patience, undefined);
    lifeLine.on('data', take);
    lifeLine.once('close', () => end(undefined));
    lifeLine.write(askForStack);
  });
}
