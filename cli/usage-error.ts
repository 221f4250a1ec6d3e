/** Arguments that cannot be used: exit code 2, and a message that says what would do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** A command line to copy, on a line of its own below the message. */
  readonly toCopy: string | undefined;

  constructor(message: string, { toCopy, ...options }: ErrorOptions & { readonly toCopy?: string } = {}) {
    super(message, options);
    this.toCopy = toCopy;
  }
}
