import { invalidArgument } from "./errors.ts";

/** In hours. Source: Kinesis Data Streams Developer Guide, "Changing the data retention period". */
const shortest = 24;
const longest = 8760;

/** Texts: kinesalite, `actions/increaseStreamRetentionPeriod.js`, of a time when the longest was 168 hours. */
export function checkRetention(hours: number): void {
  if (hours < shortest) {
    throw invalidArgument(
      `Minimum allowed retention period is ${shortest} hours. Requested retention period (${hours} hours) is too short.`,
    );
  }
  if (hours > longest) {
    throw invalidArgument(
      `Maximum allowed retention period is ${longest} hours. Requested retention period (${hours} hours) is too long.`,
    );
  }
}
