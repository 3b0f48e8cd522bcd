import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Command, Frame } from './frames.ts';

// Taken before the target loads: a target that replaces JSON, Buffer or process.exit must not silence the host.
const { stringify, parse } = JSON;
const bytesOf = Buffer.from;
const endNow = process.exit.bind(process);
const commands = 3;
const frames = 4;

/** Sends one frame. Written synchronously, so that it survives an abort or an exit in the next statement. */
export function send(frame: Frame): void {
  let rest = bytesOf(`${stringify(frame)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(frames, rest));
    } catch (error) {
      // The supervisor is slow, and the pipe is full: the only thing to do is to try again.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') endNow(70);
    }
  }
}

/** Ends the process, whatever the target has made of `process.exit`. */
export const exit = (code?: number | string | null): never => endNow(code);

/** The descriptor on which commands come. */
export interface Inbox {
  /** Whether it keeps the event loop alive. It does not while something is in flight: then a dry loop shows. */
  hold(on: boolean): void;
}

/** Has each command go to the listener. The end of the descriptor is the end of the host. */
export function receive(listener: (command: Command) => void): Inbox {
  const socket = new Socket({ fd: commands, readable: true, writable: false });
  let buffer = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (buffer + chunk).split('\n');
    buffer = lines.pop() ?? '';
    for (const line of lines) listener(parse(line) as Command);
  });
  socket.on('end', () => exit(0));
  socket.on('error', () => exit(0));
  return { hold: (on) => void (on ? socket.ref() : socket.unref()) };
}
