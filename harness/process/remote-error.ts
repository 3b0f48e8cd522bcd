import type { WireError } from '../adapter/wire.ts';

/** An error that was thrown in another process, with what that said of it. */
export function remoteError(said: WireError): Error {
  const error = new Error(said.message, said.cause === undefined ? undefined : { cause: said.cause });
  const { name, code, ending, report, value } = said;
  const told = { name, code, ending, report, value };
  for (const [member, known] of Object.entries(told)) {
    if (known !== undefined)
      Object.defineProperty(error, member, { value: known, configurable: true, enumerable: true });
  }
  return error;
}
