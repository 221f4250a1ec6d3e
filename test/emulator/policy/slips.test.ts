import { describe, expect, test } from "vitest";
import { decide, explain, groundsOf } from "../../../emulator/policy/index.ts";
import { slipsIn } from "../../../emulator/policy/slips.ts";
import { deliveryActions, readActions } from "../../../harness/index.ts";
import { toRequest } from "./case-file.ts";

describe("an action that does not exist", () => {
  test.each<[listed: string, asked: string, meant: string | undefined]>([
    ["kinesis:Decrypt", "kms:Decrypt", "kms:Decrypt"],
    ["kinesis:Decrypt", "kms:GenerateDataKey", "kms:Decrypt"],
    ["s3:PutObjects", "s3:PutObject", "s3:PutObject"],
    ["kms:GenerateDatakeys", "kms:GenerateDataKey", "kms:GenerateDataKey"],
    ["s3:GetObjectACLs", "s3:PutObject", "s3:GetObjectAcl"],
    ["s3:ListObjectsV2", "s3:ListBucket", "s3:ListBucket"],
    ["s3:HeadBucket", "s3:PutObject", "s3:ListBucket"],
    ["firehose:Deliver", "s3:PutObject", undefined],
    ["s3:Putt*", "s3:PutObject", undefined],
  ])("%s is told where %s is missing", (listed, asked, meant) => {
    expect(slipsIn([listed], asked)).toEqual([{ listed, ...(meant !== undefined && { meant }) }]);
  });

  test.each([
    ...[...deliveryActions, ...readActions, "kms:GenerateDataKey", "kms:Decrypt", "logs:PutLogEvents"],
    ...["sts:AssumeRole", "lambda:InvokeFunction", "glue:GetTableVersions", "iam:PassRole"],
    ...["*", "s3:*", "s3:Put*", "S3:PUTOBJECT", "kms:GenerateDataKey*", "s3:?etObject", "events:Nonsense"],
  ])("%s is none", (listed) => {
    expect(slipsIn([listed], "s3:PutObject")).toEqual([]);
  });
});

const key = "arn:aws:kms:eu-west-1:111111111111:key/9b2c3d4e-0000-4000-8000-00000000abcd";

/** Denied by the identity policy alone. */
function denialOf(...statements: readonly object[]) {
  const request = toRequest({
    ...{ name: "a slip", action: "kms:Decrypt", resource: key, resourceAccount: "111111111111" },
    key: [{ Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "kms:*", Resource: "*" }],
    identity: { Version: "2012-10-17", Statement: statements },
    expected: "implicitly-denied",
  });
  const decision = decide(request);
  return { text: explain(request, decision), reasons: groundsOf(request, decision).flatMap(({ reasons }) => reasons) };
}

describe("a denial", () => {
  const others = { Effect: "Allow", Action: "kms:DescribeKey", Resource: "*" };
  const slip = { Sid: "StreamKey", Effect: "Allow", Action: ["kinesis:Decrypt"], Resource: key };

  test("has the statement with the slip as the nearest, and names what was meant", () => {
    const { text, reasons } = denialOf(others, slip);
    expect(text).toContain("nearest is statement `StreamKey`");
    expect(reasons).toContain(
      "its Action lacks `kms:Decrypt`, and lists `kinesis:Decrypt`, which is not an action; `kms:Decrypt` is",
    );
  });

  test("says nothing of the kind where every action exists, or a wildcard matches one", () => {
    const { text, reasons } = denialOf(others, { ...slip, Action: ["kms:GenerateDataKey", "kms:Enc*"] });
    expect(text).not.toContain("not an action");
    expect(reasons).toContain("its Action lacks `kms:Decrypt`");
  });

  test("tells a wildcard that matches nothing", () => {
    const { reasons } = denialOf({ ...slip, Action: "kms:Decript*" });
    expect(reasons).toContain("its Action lacks `kms:Decrypt`, and lists `kms:Decript*`, which matches no action");
  });
});
