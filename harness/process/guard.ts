import { spawn } from 'node:child_process';

/**
 * Has a process group killed when this process ends, however it does: its end closes the pipe that the guard reads. A
 * server in a group of its own would outlive a host that is killed. Returns how to call the guard off. Without a
 * POSIX shell there is no guard, and there are no groups either.
 */
export function guardGroup(leader: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guard = spawn('/bin/sh', ['-c', 'read _; kill -9 "-$0"', String(leader)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  (guard.stdin as { unref?: () => void } | null)?.unref?.();
  return () => void guard.kill('SIGKILL');
}
