import { addressInsideAws } from "../emulator/index.ts";
import { withGoneAsWritten } from "./principals-named.ts";
import { anotherId } from "./unknown/organization.ts";

/** The replay's own values by what they stand for: who is gone, where Firehose's requests come from, an organization. */
export function inWordsOfInput(text: string): string {
  return withGoneAsWritten(text)
    .replaceAll(`\`${addressInsideAws}\``, "an address of Firehose's")
    .replace(new RegExp(`\`${anotherId}[^\`]*\``, "g"), "one that the input does not say");
}
