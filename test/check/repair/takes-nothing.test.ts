/** A repair completes what is there: whoever was let in or spared before still is. */
import { expect, test } from "vitest";
import { policyTexts } from "../../../check/policy-texts.ts";
import { findRepair } from "../../../check/repair/search.ts";
import { textsIn } from "../../../check/unknown/texts.ts";
import { corpusEntry } from "../../support/corpus.ts";
import { readConfiguration } from "../../support/read-configuration.ts";

/** Every text of every policy, in order, so that a text which stands twice counts twice. */
function textsOfPolicies(configuration: Parameters<typeof policyTexts>[0]): readonly string[] {
  return policyTexts(configuration)
    .flatMap(({ text }) => textsIn(JSON.parse(text)))
    .sort();
}

function lost(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...after];
  return before.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

test.each([
  ["repair-keeps-the-deny", "arn:aws:iam::111111111111:role/fh-orders"],
  ["repair-of-an-scp-exemption-list", "arn:aws:iam::111111111111:role/fh-orders"],
  ["repair-adds-to-a-condition-list", "s3.eu-west-1.amazonaws.com"],
  ["repair-keeps-the-service-guard", "arn:aws:iam::111111111111:role/fh-orders"],
  ["repair-adds-to-an-allow-list", "arn:aws:iam::111111111111:role/fh-orders"],
])("%s loses no text of any policy, and adds one", async (name, added) => {
  const { inputs, expected } = corpusEntry(name);
  const configuration = await readConfiguration(inputs, expected.settings);
  const repair = await findRepair(configuration);
  const before = textsOfPolicies(configuration);
  const after = textsOfPolicies(repair?.configuration ?? configuration);
  expect(lost(before, after)).toEqual([]);
  expect(lost(after, before)).toContain(added);
});
