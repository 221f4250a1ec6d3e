/** A target that cannot be had: `message` is one sentence on what is missing. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}
