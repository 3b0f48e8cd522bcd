import { operations, type WireOffer } from '../adapter/wire.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** Makes sure that what `open` was answered by is an offer of this protocol. */
export function checkOffer(answer: unknown): WireOffer {
  const offer = answer as Partial<WireOffer> | null;
  if (offer === null || typeof offer !== 'object') throw malformed('an object', answer);
  if (offer.protocol !== 1) throw wrongVersion(offer.protocol);
  if (typeof offer.name !== 'string' || offer.name === '') throw malformed('`name` to be a text', offer.name);
  for (const list of ['operations', 'wishes', 'lent', 'shutdown'] as const) {
    if (list === 'shutdown' && offer[list] === undefined) continue;
    if (!isTexts(offer[list])) throw malformed(`\`${list}\` to be a list of texts`, offer[list]);
  }
  const known = Object.keys(operations);
  const stranger = offer.operations?.find((name) => !known.includes(name));
  if (stranger !== undefined) throw unknownOperation(stranger, known);
  if (!offer.operations?.includes('submit')) throw malformed('`operations` to list `submit`', offer.operations);
  return offer as WireOffer;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');

const wrongVersion = (found: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_VERSION',
    `The kit asked for protocol 1; the far side answered with protocol ${describe(found)}.`,
    'Take the client of the same version as the kit, or a kit that speaks that protocol.',
  );

const malformed = (expected: string, found: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_OFFER_MALFORMED',
    `Expected the answer to \`open\` to be an offer: ${expected}, found ${describe(found)}.`,
    'docs/wire-protocol.md shows one.',
  );

function unknownOperation(name: string, known: readonly string[]): QuiesceError {
  const near = nearest(name, known);
  return new QuiesceError(
    'adapter',
    'WIRE_OPERATION_UNKNOWN',
    `The far side offers an operation "${name}", which protocol 1 does not have.`,
    near === undefined ? `Operations are ${known.join(', ')}.` : `Was "${near}" meant?`,
  );
}
