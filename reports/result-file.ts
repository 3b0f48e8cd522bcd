import { type Result, resultFormat } from './result.ts';
import { assertSums } from './sums.ts';
import { UnreadableResult } from './unreadable.ts';

/** The bytes of `result.json`. Throws if a sum is wrong: such a result must not exist. */
export function formatResult(result: Result): string {
  assertSums(result);
  return `${JSON.stringify(result, null, 1)}\n`;
}

const required = {
  object: ['target', 'settings', 'offer', 'withoutEffect', 'shutdown', 'sums'],
  array: ['dialect', 'absent', 'requirements', 'outcomes', 'invariants', 'strays', 'troubles'],
} as const;

/** Reads a `result.json`. Throws `UnreadableResult`, which says what is wrong with the file and what to do. */
export function readResult(text: string, path: string): Result {
  const data = parsed(text, path);
  if (data.format !== resultFormat) throw otherFormat(data.format, path);
  const missing = [
    ...required.object.filter((key) => !isObject(data[key])),
    ...required.array.filter((key) => !Array.isArray(data[key])),
  ];
  if (missing.length > 0 || typeof data.complete !== 'boolean') {
    throw new UnreadableResult(
      'RESULT_INCOMPLETE',
      `${path} says it is ${resultFormat}, but lacks ${missing.join(', ') || 'complete'}.`,
      'The file is cut off or was edited. Run quiesce again.',
    );
  }
  const result = data as unknown as Result;
  assertSums(result, path);
  return result;
}

function parsed(text: string, path: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(text);
    if (isObject(data)) return data;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableResult(
      'RESULT_NOT_JSON',
      `Expected ${path} to hold a result as JSON: ${said}.`,
      'Give the path of a result.json that quiesce wrote. A torn file comes from a run that was killed: run it again.',
    );
  }
  throw new UnreadableResult(
    'RESULT_NOT_JSON',
    `Expected ${path} to hold a JSON object.`,
    'Give the path of a result.json.',
  );
}

const otherFormat = (found: unknown, path: string): UnreadableResult =>
  new UnreadableResult(
    'RESULT_OTHER_FORMAT',
    `Expected the format ${resultFormat} in ${path}, found ${found === undefined ? 'none' : JSON.stringify(found)}.`,
    'Read the file with the version of quiesce that wrote it, or run quiesce again.',
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
