import { anyOther } from "./contexts.ts";
import { isPlain, type Way } from "./matrix.ts";

interface Told {
  readonly ways: readonly Way[];
  readonly exceptOn?: readonly string[];
  readonly restsOn?: readonly string[];
}

/** What of an ability it is, where, and with what, where that is not simply all of it. */
export function waysText({ ways, exceptOn = [], restsOn = [] }: Told): string {
  const isSimple = ways.some((way) => way.isWhole && isPlain(way));
  const how = isSimple || ways.length === 0 ? "" : `: ${ways.map(wayText).join("; or ")}`;
  const except = exceptOn.length === 0 ? "" : `, but not on ${exceptOn.map((each) => `\`${each}\``).join(", ")}`;
  const open = restsOn.length === 0 ? "" : `; it depends on ${restsOn.join("; and on ")}`;
  return `${how}${except}${open}`;
}

function wayText({ actions, isWhole, on, with: needs }: Way): string {
  const keys = Object.entries(needs).map(([key, values]) => `\`${key}\` ${values.map(valueText).join(" or ")}`);
  const parts = [
    isWhole ? "" : named(actions),
    on === undefined ? "" : `on \`${on}\``,
    keys.length === 0 ? "" : `with ${keys.join(" and ")}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function valueText(value: string): string {
  return value === anyOther ? value : `\`${value}\``;
}

const mostNamed = 3;

function named(actions: readonly string[]): string {
  const shown = actions.slice(0, mostNamed).map((action) => `\`${action}\``);
  const more = actions.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
