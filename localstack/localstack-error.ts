/** A container could not be started; `message` says what is missing or what the container said last. */
export class LocalStackError extends Error {
  override readonly name = "LocalStackError";
}
