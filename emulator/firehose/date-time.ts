import { createRequire } from "node:module";

type Joda = typeof import("@js-joda/core");

let loaded: Joda | undefined;

/** Loaded when first needed: its zone rules take longer to load than all else of a start. */
function joda(): Joda {
  if (loaded === undefined) {
    const require = createRequire(import.meta.url);
    loaded = require("@js-joda/core") as Joda;
    require("@js-joda/timezone");
  }
  return loaded;
}

/** An instant by a Java `DateTimeFormatter` pattern, in an IANA time zone. Throws on a pattern or zone it does not know. */
export function formatInstant(atMs: number, pattern: string, timeZone: string): string {
  const { DateTimeFormatter, Instant, ZonedDateTime, ZoneId } = joda();
  return ZonedDateTime.ofInstant(Instant.ofEpochMilli(atMs), ZoneId.of(timeZone)).format(
    DateTimeFormatter.ofPattern(pattern),
  );
}

/** The parts of an instant that every key has, in an IANA time zone: `["2026", "11", "24", "09", "05", "00"]`. */
export function calendarParts(atMs: number, timeZone: string): readonly string[] {
  if (timeZone === "UTC") return new Date(atMs).toISOString().slice(0, 19).split(/[-T:]/);
  return formatInstant(atMs, "yyyy-MM-dd-HH-mm-ss", timeZone).split("-");
}

/** Letters of Java patterns that print words of a language or a week of a locale. */
const localizedLetters = /[GEeczOaBYwWv]|M{3}|L{3}/;

/** Whether a pattern is one of Java's; `localized` ones are, but are not emulated. */
export function patternProblem(pattern: string): "malformed" | "localized" | undefined {
  const withoutLiterals = pattern.replace(/'[^']*'/g, "");
  try {
    formatInstant(0, pattern, "UTC");
    return undefined;
  } catch {
    return localizedLetters.test(withoutLiterals) ? "localized" : "malformed";
  }
}

/**
 * Whether Firehose takes the zone: IANA names, those of three letters left out.
 * Source: Firehose User Guide, "Configure Amazon S3 object name format"; the refusal reported in aws-cdk#38514.
 */
export function isTimeZone(name: string): boolean {
  if (name === "UTC") return true;
  if (/^[A-Z]{3}$/.test(name)) return false;
  return joda().ZoneId.getAvailableZoneIds().includes(name);
}
