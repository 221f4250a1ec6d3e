/** A journal that cannot be written or read: `message` is one sentence on what is wrong and how to go on. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}
