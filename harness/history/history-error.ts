/** A history that cannot be used: `message` has the file, what is wrong and what to do. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
}
