/** A call that the gate did not let through: `message` says which, and why. */
export class GateError extends Error {
  override readonly name = "GateError";
}
