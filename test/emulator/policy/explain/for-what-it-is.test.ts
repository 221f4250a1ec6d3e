/** Denials that are more than a missing statement, told for what they are. */

import { PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateGrantCommand, CreateKeyCommand, GenerateDataKeyCommand, type GrantOperation } from "@aws-sdk/client-kms";
import {
  GetObjectCommand,
  type ObjectCannedACL,
  type ObjectOwnership,
  PutBucketOwnershipControlsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { type DecisionRecord, explain } from "../../../../emulator/index.ts";
import { decide, restrictPublicBuckets } from "../../../../emulator/policy/index.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../../support/clients.ts";
import { makeUser, policyOf } from "../../../support/identities.ts";
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

/** An object that account A wrote into the bucket of account B, and that account B asks for. */
async function foreignObject(world: TwoAccounts) {
  await bucketOfB(world, { ownership: "ObjectWriter" });
  await putPolicy(world, {
    Principal: { AWS: world.accountA.id },
    Action: ["s3:PutObject", "s3:PutObjectAcl"],
    Resource: `arn:aws:s3:::${Bucket}/*`,
  });
  const write = (Key: string, ACL?: ObjectCannedACL) =>
    world.a.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ACL }));
  await write("k");
  return { write, ask: (Key = "k") => world.b.s3.send(new GetObjectCommand({ Bucket, Key })) };
}

test("an object of another account's is its owner's to give, whatever the bucket policy says", async () => {
  await using world = await twoAccounts();
  const { ask } = await foreignObject(world);
  expect(await explained(world, ask)).toEqual([
    "acl not allowed by the object's own, for account A owns it; the policy of bucket `landing` in account B does not reach it",
    "fix let account A, which owns `arn:aws:s3:::landing/k`, grant it to account B (PutObjectAcl), or let account B own what is in bucket `landing`: Object Ownership BucketOwnerEnforced",
  ]);
});

/** Sources: S3 User Guide, "How Amazon S3 authorizes a request for an object operation" and "Controlling ownership of objects". */
describe("what is said to let the bucket's owner read another account's object", () => {
  const setOwnership = ({ b }: TwoAccounts, ObjectOwnership: ObjectOwnership) =>
    b.s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }));
  const code = async (work: Promise<unknown>) => (await errorOf(work)).code;

  test("does so: the list of its owner, or Object Ownership", async () => {
    await using world = await twoAccounts();
    const { ask } = await foreignObject(world);
    await world.a.s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "bucket-owner-full-control" }));
    expect((await ask()).ContentLength).toBe(1);

    await using other = await twoAccounts();
    const enforced = await foreignObject(other);
    await setOwnership(other, "BucketOwnerEnforced");
    expect((await enforced.ask()).ContentLength).toBe(1);
  });

  test("is neither a statement of the bucket's policy nor BucketOwnerPreferred, which is for what is written later", async () => {
    await using world = await twoAccounts();
    const { ask, write } = await foreignObject(world);
    await putPolicy(
      world,
      { Principal: { AWS: world.accountA.id }, Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` },
      { Principal: { AWS: world.accountB.id }, Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` },
    );
    expect(await code(ask())).toBe("AccessDenied");
    await setOwnership(world, "BucketOwnerPreferred");
    expect(await code(ask())).toBe("AccessDenied");
    await write("later");
    expect(await code(ask("later"))).toBe("AccessDenied");
    await putPolicy(world, {
      Principal: { AWS: world.accountA.id },
      Action: ["s3:PutObject", "s3:PutObjectAcl"],
      Resource: `arn:aws:s3:::${Bucket}/*`,
    });
    await write("given", "bucket-owner-full-control");
    expect((await ask("given")).ContentLength).toBe(1);
  });
});

test("a grant that names the caller is named, with the constraint that is not met and how to meet it", async () => {
  await using world = await twoAccounts();
  const { KeyMetadata } = await world.b.kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.Arn;
  const { arn, keys } = await makeUser(world.b, "reader");
  const grant = (operation: GrantOperation) =>
    world.b.kms.send(
      new CreateGrantCommand({
        ...{ KeyId, GranteePrincipal: arn, Name: `to-${operation}`, Operations: [operation] },
        Constraints: { EncryptionContextSubset: { a: "b" } },
      }),
    );
  const { kms } = world.clientsOf(keys);
  const call = (a: string) => () =>
    kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext: { a } }));
  const addition = `add to a policy of user \`reader\` in account B: {"Effect":"Allow","Action":"kms:GenerateDataKey","Resource":"${KeyId}"}`;

  await grant("Encrypt");
  expect((await explained(world, call("c"))).at(-1)).toBe(`fix ${addition}`);

  await grant("GenerateDataKey");
  const [key, fix] = await explained(world, call("c"));
  expect(key).toContain(
    "nearest is statement 1 of policy `grant to-GenerateDataKey`: its condition StringEquals on `kms:EncryptionContext:a` asks for `b`, and the request has `c`",
  );
  expect(fix).toBe(
    `fix make the request with a \`kms:EncryptionContext:a\` that meets StringEquals \`b\`, as \`grant to-GenerateDataKey\` asks; or else ${addition}`,
  );
  expect((await call("b")()).KeyId).toBe(KeyId);
  const Policy = JSON.parse(addition.slice(addition.indexOf("{")));
  await world.b.iam.send(
    new PutUserPolicyCommand({ UserName: "reader", PolicyName: "keys", PolicyDocument: policyOf(Policy) }),
  );
  expect((await call("c")()).KeyId).toBe(KeyId);
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
