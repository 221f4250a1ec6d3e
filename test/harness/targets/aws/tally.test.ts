import { expect, test } from "vitest";
import { Tally } from "../../../../harness/targets/aws/tally.ts";

test("calls are counted by account, lists of objects among them", () => {
  const tally = new Tally();
  for (const operation of ["s3:ListObjectsV2", "s3:ListObjectVersions", "s3:ListBuckets", "iam:CreateRole"]) {
    tally.count("B", operation);
  }
  tally.count("A", "iam:CreateRole");
  tally.count("A", "iam:CreateRole");
  expect(tally.facts()).toEqual([
    { name: "account A", value: "2 calls, 0 of them lists of objects" },
    { name: "account B", value: "4 calls, 2 of them lists of objects" },
  ]);
});
