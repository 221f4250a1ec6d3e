import { notImplemented } from "../../model/service-error.ts";
import { jsonMatcher } from "./json.ts";
import type { Matcher } from "./matcher.ts";
import { textMatcher } from "./text.ts";

/**
 * A filter pattern as a function. None, or one of blanks, matches every event. Throws InvalidParameterException, and
 * NotImplemented for space-delimited patterns and regular expressions.
 * Source: CloudWatch Logs User Guide, "Filter pattern syntax".
 */
export function filterMatcher(pattern: string | undefined): Matcher {
  const text = pattern?.trim() ?? "";
  if (text === "") return () => true;
  if (text.startsWith("{")) return jsonMatcher(text);
  if (text.startsWith("[")) throw notImplemented("A filter pattern for space-delimited log events");
  return textMatcher(text);
}
