import type { Duplex } from 'node:stream';
import { placeOf } from '../places.ts';
import { askForStack } from './life-line.ts';

/**
 * The JavaScript stack of a host whose main thread is stuck, source-mapped, as V8 prints it. A loop of microtasks or
 * ticks is often found inside Node or the kit, so it is asked for again until a place of the target is on it, or until
 * the patience (ms) is at its end. Leaves the thread paused: the host is fit to be killed only. Nothing, if the process
 * as a whole stands still.
 */
export function hangStack(lifeLine: Duplex, patience = 3_000): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    let stack: string | undefined;
    const end = (): void => {
      clearTimeout(timer);
      lifeLine.off('data', take);
      resolve(stack);
    };
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!text.endsWith('\n')) return;
      stack = (JSON.parse(text) as readonly string[]).join('\n');
      text = '';
      if (placeOf(stack)) end();
      else lifeLine.write(askForStack);
    };
    const timer = setTimeout(end, patience);
    lifeLine.on('data', take);
    lifeLine.once('close', end);
    lifeLine.write(askForStack);
  });
}
