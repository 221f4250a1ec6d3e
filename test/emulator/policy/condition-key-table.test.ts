import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { conditionKeyRows } from "../../../emulator/policy/condition-key-table.ts";
import { isConditionKeyOfAws } from "../../../emulator/policy/index.ts";

/** All that may set a key: the services, and what the policy engine derives from a principal. */
function sources(folder = "emulator"): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      const decides = /emulator\/policy\/(?!context\.ts)/.test(path);
      return path.endsWith(".ts") && !decides ? readFileSync(path, "utf8") : "";
    })
    .join("\n");
}

const text = sources().toLowerCase();

/** `"aws:sourceip"`, `` `aws:principaltag/${…}` ``, `` `aws:${side}orgid` `` */
function isSet(key: string): boolean {
  const folded = key.toLowerCase();
  const bySide = folded.replace(/^aws:(?:principal|resource)(org\w+)$/, "aws:${side}$1");
  return ['"', "`"].some((quote) => text.includes(`${quote}${folded}`) || text.includes(`${quote}${bySide}`));
}

const rows = conditionKeyRows.flatMap(({ keys, ...row }) => keys.map((key) => ({ key, ...row })));

describe("the table of condition keys", () => {
  test("has each key once", () => {
    const names = rows.map(({ key }) => key.toLowerCase());
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("has no key that AWS has not", () => {
    const tried = rows.map(({ key }) => (/[/:]$/.test(key) ? `${key}x` : key));
    expect(tried.filter((key) => !isConditionKeyOfAws(key))).toEqual([]);
  });

  test.each(rows)("$key is $here", ({ key, here }) => {
    expect(isSet(key)).toBe(here !== "absent");
  });
});
