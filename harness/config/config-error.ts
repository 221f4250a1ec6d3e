/** A configuration that cannot be used: `message` has the file, the place, what is wrong and how to put it right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
