/** A file that was to be read as a result, or written as one, and cannot be. Has the shape of the kit's errors. */
export class UnreadableResult extends Error {
  override readonly name = 'UnreadableResult';
  readonly kind = 'usage';
  /** Stable, upper case. */
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
