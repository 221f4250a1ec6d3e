import { isPlain, type Way } from "./matrix.ts";

/** What of an ability it is, where, and with what, where that is not simply all of it. */
export function waysText({
  ways,
  restsOn = [],
}: {
  readonly ways: readonly Way[];
  readonly restsOn?: readonly string[];
}): string {
  const isSimple = ways.some((way) => way.isWhole && isPlain(way));
  const how = isSimple || ways.length === 0 ? "" : `: ${ways.map(wayText).join("; or ")}`;
  return restsOn.length === 0 ? how : `${how}; it depends on ${restsOn.join("; and on ")}`;
}

function wayText({ actions, isWhole, on, with: needs }: Way): string {
  const keys = Object.entries(needs).map(([key, values]) => [key, ...values].map((each) => `\`${each}\``).join(" "));
  const parts = [
    isWhole ? "" : named(actions),
    on === undefined ? "" : `on \`${on}\``,
    keys.length === 0 ? "" : `with ${keys.join(" and ")}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const mostNamed = 3;

function named(actions: readonly string[]): string {
  const shown = actions.slice(0, mostNamed).map((action) => `\`${action}\``);
  const more = actions.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
