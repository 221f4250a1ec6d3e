/** The check itself does not get through: no answer of AWS's, and nothing that could be said of the configuration. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";
}
