import { expect, test } from "vitest";
import { commonText } from "../../../check/effective/common-text.ts";
import { globTest, globTokens } from "../../../emulator/policy/glob.ts";

test.each([
  ["abc", "abc", "abc"],
  ["abc", "abd", undefined],
  ["*", "*", ""],
  ["a*", "*z", "az"],
  ["????/??/*", "2026*", "2026/xx/"],
  ["a?c", "*b*", "abc"],
  ["a/b", "a", undefined],
  ["data/*/raw/*", "*/raw/2026*", "data//raw/2026"],
])("%s and %s: %s", (one, other, text) => {
  expect(commonText(one, other)).toBe(text);
  expect(commonText(other, one)?.length).toBe(text?.length);
});

test("what it finds both patterns match, over all short patterns", () => {
  const letters = ["a", "b", "*", "?"];
  const patterns = [
    "",
    ...letters,
    ...letters.flatMap((x) => letters.flatMap((y) => [x + y, ...letters.map((z) => x + y + z)])),
  ];
  const matches = (pattern: string, text: string) => globTest(globTokens(pattern))(text);
  const texts = ["", "a", "b"].flatMap((x) => ["", "a", "b"].flatMap((y) => ["", "a", "b"].map((z) => x + y + z)));
  for (const one of patterns) {
    for (const other of patterns) {
      const found = commonText(one, other);
      if (found === undefined) expect(texts.some((text) => matches(one, text) && matches(other, text))).toBe(false);
      else expect([matches(one, found), matches(other, found)]).toEqual([true, true]);
    }
  }
});
