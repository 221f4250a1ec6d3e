/** Arguments that cannot be used: exit code 2, and a message that says what would do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
