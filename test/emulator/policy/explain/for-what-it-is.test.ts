/** Denials that are more than a missing statement, told for what they are. */

import { CreateAccessKeyCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import { CreateGrantCommand, CreateKeyCommand, GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type DecisionRecord, explain } from "../../../../emulator/index.ts";
import { decide, restrictPublicBuckets } from "../../../../emulator/policy/index.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../../support/clients.ts";
import { Bucket, bucketOfB, putPolicy } from "../../s3/support.ts";
import { accountA, accountB, type PolicyCase, toRequest } from "../case-file.ts";

const shown = (lines: string): readonly string[] =>
  lines
    .split("\n")
    .filter((line) => /^ {2}(?:bucket|acl|key|trust|fix) /.test(line))
    .map((line) => line.trim().replace(/\s+/g, " "));

/** What the last denial of a call is explained by. */
async function explained(world: TwoAccounts, call: () => Promise<unknown>): Promise<readonly string[]> {
  const all: DecisionRecord[] = [];
  const end = world.emulator.decisions.subscribe((record) => all.push(record));
  await errorOf(call());
  end();
  const denied = all.findLast(({ decision }) => decision.kind !== "allowed");
  if (denied === undefined) throw new Error("nothing was denied");
  const names = new Map([
    [world.accountA.id, "account A"],
    [world.accountB.id, "account B"],
  ]);
  return shown(explain(denied.request, denied.decision, names));
}

test("an object of another account's is its owner's to give, whatever the bucket policy says", async () => {
  await using world = await twoAccounts();
  await bucketOfB(world, { ownership: "ObjectWriter" });
  await putPolicy(world, {
    Principal: { AWS: world.accountA.id },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${Bucket}/*`,
  });
  await world.a.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  expect(await explained(world, () => world.b.s3.send(new GetObjectCommand({ Bucket, Key: "k" })))).toEqual([
    "acl not allowed by the object's own, for account A owns it; the policy of bucket `landing` in account B does not reach it",
    "fix let account A, which owns `arn:aws:s3:::landing/k`, grant it to account B (PutObjectAcl), or let account B own what is in bucket `landing`: Object Ownership BucketOwnerEnforced",
  ]);
});

test("a grant that names the caller is named, with the constraint that is not met", async () => {
  await using world = await twoAccounts();
  const { KeyMetadata } = await world.b.kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.Arn;
  const { User } = await world.b.iam.send(new CreateUserCommand({ UserName: "reader" }));
  await world.b.kms.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: User?.Arn,
      Name: "g1",
      Operations: ["GenerateDataKey"],
      Constraints: { EncryptionContextSubset: { a: "b" } },
    }),
  );
  const { AccessKey } = await world.b.iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  const { kms } = world.clientsOf({ accessKeyId, secretAccessKey });
  const [key = ""] = await explained(world, () =>
    kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext: { a: "c" } })),
  );
  expect(key).toContain(
    "nearest is statement 1 of policy `grant g1`: its condition StringEquals on `kms:EncryptionContext:a` asks for `b`, and the request has `c`",
  );
});

const delivery = `arn:aws:iam::${accountA}:role/delivery`;
const Resource = "arn:aws:s3:::b-landing/*";

function linesOf(given: Pick<PolicyCase, "bucketPolicy">, isRestricted = false): readonly string[] {
  const request = toRequest({
    name: "",
    action: "s3:PutObject",
    resource: "arn:aws:s3:::b-landing/1",
    identity: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    ...given,
    expected: "",
  });
  const { resourceSide } = request;
  const restrictions = isRestricted ? resourceSide.policies.flatMap((each) => restrictPublicBuckets(each) ?? []) : [];
  const whole = {
    ...request,
    resourceSide: { ...resourceSide, policies: [...resourceSide.policies, ...restrictions] },
  };
  return shown(explain(whole, decide(whole)));
}

test("an account that is named is the caller where the caller's own policies allow: what misses is the condition", () => {
  const Condition = { StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } };
  const statement = { Sid: "Acct", Effect: "Allow", Principal: { AWS: accountA }, Action: "s3:PutObject", Resource };
  const [bucket = "", fix = ""] = linesOf({ bucketPolicy: [{ ...statement, Condition }] });
  expect(bucket).toContain("nearest is statement `Acct` of policy `resource`: its condition StringEquals on");
  expect(bucket).not.toContain("names only account");
  expect(fix).toContain("make the request with a `s3:x-amz-server-side-encryption` that meets StringEquals `aws:kms`");
});

const allowed = { Effect: "Allow", Principal: { AWS: delivery }, Action: "s3:*", Resource };

test("a NotPrincipal that lists account and role lacks the session", () => {
  const NotPrincipal = { AWS: [delivery, `arn:aws:iam::${accountA}:root`] };
  const deny = { Sid: "NP", Effect: "Deny", NotPrincipal, Action: "s3:PutObject", Resource };
  const [, fix] = linesOf({ bucketPolicy: [allowed, deny] });
  expect(fix).toBe(
    `fix add \`arn:aws:sts::${accountA}:assumed-role/delivery/session\` to the NotPrincipal of statement \`NP\`: account, role and session have to be listed (policy \`resource\` of bucket \`b-landing\` in account ${accountB})`,
  );
});

test("a Deny for want of a header asks for the header first", () => {
  const Condition = { Null: { "s3:x-amz-server-side-encryption": "true" } };
  const deny = { Sid: "Enc", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource, Condition };
  const [, fix = ""] = linesOf({ bucketPolicy: [allowed, deny] });
  expect(fix).toMatch(
    /^fix make the request with `s3:x-amz-server-side-encryption` as statement `Enc` demands; or else/,
  );
});

test("RestrictPublicBuckets is a setting, and no statement of anybody's to remove", () => {
  const lines = linesOf({ bucketPolicy: [allowed, { ...allowed, Principal: "*", Action: "s3:GetObject" }] }, true);
  expect(lines).toEqual([
    `bucket explicitly denied by Block Public Access of bucket \`b-landing\` in account ${accountB}: RestrictPublicBuckets keeps every other account out, for the bucket's policy is public`,
    `fix let no statement of the policy of bucket \`b-landing\` in account ${accountB} be public: RestrictPublicBuckets keeps every other account out as long as one allows everybody; name \`${delivery}\` where Principal is \`*\``,
  ]);
});
