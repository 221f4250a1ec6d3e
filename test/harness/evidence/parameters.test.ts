import { expect, test } from "vitest";
import { parametersOf } from "../../../harness/evidence/parameters.ts";

test("parameters are short texts; data are their length", () => {
  expect(
    parametersOf({
      StreamName: "orders",
      Data: Buffer.from("This is a pen"),
      Records: [{ Data: Buffer.from("a"), PartitionKey: "1" }],
      Prefix: "x".repeat(200),
      MaxKeys: 5,
      Marker: undefined,
    }),
  ).toEqual({
    StreamName: "orders",
    Data: "13 bytes",
    Records: '[{"Data":"1 bytes","PartitionKey":"1"}]',
    Prefix: `${"x".repeat(120)}…`,
    MaxKeys: "5",
  });
});

test("secrets and what is shown elsewhere are left out", () => {
  expect(
    parametersOf({ Policy: "{}", SecretAccessKey: "s3cret", Options: { MasterUserPassword: "pa55", Name: "n" } }),
  ).toEqual({ SecretAccessKey: "(not shown)", Options: '{"MasterUserPassword":"(not shown)","Name":"n"}' });
});
