/** By name; what has a key only has an empty value. */
export type Tags = Readonly<Record<string, string>>;

/** The tags that everything gets with the call that creates it. */
export const tagNames = {
  /** Id of the run. */
  run: "crosscheck:run",
  /** When nobody needs it any more, ISO 8601. */
  expires: "crosscheck:expires",
} as const;

/** Log groups are named as Firehose's console names them: this, and the name. */
export const logGroupFolder = "/aws/kinesisfirehose/";
