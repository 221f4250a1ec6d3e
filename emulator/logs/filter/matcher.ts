import { invalidParameter } from "../errors.ts";

/** Whether a message is one that a pattern looks for. */
export type Matcher = (message: string) => boolean;

/** Text: AWS's, as reported by users. */
export function invalidPattern(): Error {
  return invalidParameter("Invalid filter pattern");
}
