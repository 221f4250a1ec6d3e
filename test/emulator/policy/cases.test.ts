import { describe, expect, test } from "vitest";
import { decide } from "../../../emulator/policy/index.ts";
import { caseFiles, inWords, toRequest } from "./case-file.ts";

describe.each(caseFiles())("$topic", ({ cases }) => {
  test.each(cases)("$name", (given) => {
    expect(inWords(decide(toRequest(given)))).toBe(given.expected);
  });
});

test("holds allows and denials in every topic, so that none can pass by always answering the same", () => {
  for (const { topic, cases } of caseFiles()) {
    const allowed = cases.filter(({ expected }) => expected === "allowed").length;
    expect({ topic, allowed: allowed > 0, denied: allowed < cases.length }).toEqual({
      topic,
      allowed: true,
      denied: true,
    });
  }
});
