import type { WireError } from '../adapter/wire.ts';

/** An error that was thrown in another process, with what that said of it. */
export function remoteError(said: WireError): Error {
  const error = new Error(said.message, said.cause === undefined ? undefined : { cause: said.cause });
  const { message: _message, cause: _cause, ...members } = said;
  for (const [member, value] of Object.entries(members)) {
    Object.defineProperty(error, member, { value, configurable: true, enumerable: true });
  }
  return error;
}
