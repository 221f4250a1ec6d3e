import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, policyOf, type StatementParts, trusting } from "../../support/identities.ts";

const Plaintext = Buffer.from("This is a pen");
const useKeys = { Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" };
const hidden =
  "because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";

/** A key of account A. `statements` take the place of the default policy, with one that leaves administration to root. */
async function makeKey(aws: TwoAccounts, ...statements: readonly StatementParts[]): Promise<string> {
  const administration = {
    Principal: { AWS: aws.accountA.id },
    Action: ["kms:PutKeyPolicy", "kms:GetKeyPolicy", "kms:DisableKey", "kms:TagResource", "kms:CreateAlias"],
    Resource: "*",
  };
  const Policy = statements.length === 0 ? undefined : policyOf(administration, ...statements);
  return (await aws.a.kms.send(new CreateKeyCommand({ Policy }))).KeyMetadata?.Arn ?? "";
}

const encryptAs = ({ kms }: Pick<TwoAccounts["a"], "kms">, KeyId: string, context?: Record<string, string>) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext: context }));

test("lets IAM decide where the key policy leaves it to the account", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws);
  const ann = await makeUser(aws.a, "ann", useKeys);
  const bob = await makeUser(aws.a, "bob");
  expect((await encryptAs(aws.clientsOf(ann.keys), key)).KeyId).toBe(key);
  expect(await errorOf(encryptAs(aws.clientsOf(bob.keys), key))).toEqual({
    code: "AccessDeniedException",
    message: `User: ${bob.arn} is not authorized to perform: kms:Encrypt on resource: ${key} because no identity-based policy allows the kms:Encrypt action`,
    status: 400,
  });
});

test("keeps everyone out whom the key policy does not let in, root and administrators too", async () => {
  await using aws = await twoAccounts();
  const bob = await makeUser(aws.a, "bob");
  const key = await makeKey(aws, { ...useKeys, Principal: { AWS: bob.arn } });
  const ann = await makeUser(aws.a, "ann", { Action: "*", Resource: "*" });
  expect((await encryptAs(aws.clientsOf(bob.keys), key)).KeyId).toBe(key);
  expect((await errorOf(encryptAs(aws.a, key))).code).toBe("AccessDeniedException");
  expect(await errorOf(encryptAs(aws.clientsOf(ann.keys), key))).toEqual({
    code: "AccessDeniedException",
    message: `User: ${ann.arn} is not authorized to perform: kms:Encrypt on this resource ${hidden}`,
    status: 400,
  });
});

test("lets a principal of another account use a key only when both sides allow it", async () => {
  await using aws = await twoAccounts();
  const closed = await makeKey(aws);
  const open = await makeKey(aws, { ...useKeys, Principal: { AWS: aws.accountB.id } });
  const ann = await makeUser(aws.b, "ann", useKeys);
  const bob = await makeUser(aws.b, "bob");
  expect((await encryptAs(aws.clientsOf(ann.keys), open)).KeyId).toBe(open);
  expect((await errorOf(encryptAs(aws.clientsOf(bob.keys), open))).message).toBe(
    `User: ${bob.arn} is not authorized to perform: kms:Encrypt on resource: ${open} because no identity-based policy allows the kms:Encrypt action`,
  );
  expect((await errorOf(encryptAs(aws.clientsOf(ann.keys), closed))).message).toBe(
    `User: ${ann.arn} is not authorized to perform: kms:Encrypt on this resource ${hidden}`,
  );
});

test("does not tell another account whether a key exists", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws);
  const missing = `${key.slice(0, -12)}000000000000`;
  const describe = (KeyId: string) => errorOf(aws.b.kms.send(new DescribeKeyCommand({ KeyId })));
  expect(await describe(missing)).toEqual(await describe(key));
  expect((await describe(key)).code).toBe("AccessDeniedException");
});

test("keeps another account from administering a key, whatever the policies say", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws, { Action: "kms:*", Resource: "*", Principal: { AWS: aws.accountB.id } });
  expect((await encryptAs(aws.b, key)).KeyId).toBe(key);
  expect((await errorOf(aws.b.kms.send(new DisableKeyCommand({ KeyId: key })))).code).toBe("AccessDeniedException");
  await aws.a.kms.send(new DisableKeyCommand({ KeyId: key }));
});

test("does not let a role that was made again in, whose first life the key policy names", async () => {
  await using aws = await twoAccounts();
  const { arn, keys } = await makeUser(aws.a, "ann");
  const makeReader = () => makeRole(aws.a, "reader", trusting({ AWS: arn }), useKeys);
  const role = await makeReader();
  const key = await makeKey(aws, { ...useKeys, Principal: { AWS: role } });
  const asReader = async () => encryptAs(aws.clientsOf(await assume(aws.clientsOf(keys), role)), key);
  expect((await asReader()).KeyId).toBe(key);
  await aws.a.iam.send(new DeleteRolePolicyCommand({ RoleName: "reader", PolicyName: "own" }));
  await aws.a.iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
  await makeReader();
  expect((await errorOf(asReader())).code).toBe("AccessDeniedException");
  const { Policy } = await aws.a.kms.send(new GetKeyPolicyCommand({ KeyId: key }));
  expect(JSON.parse(Policy ?? "").Statement[1].Principal.AWS).toMatch(/^AROA/);
});

test("decides by the encryption context", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws);
  const Condition = { StringEquals: { "kms:EncryptionContext:stream": "orders" } };
  const { keys } = await makeUser(aws.a, "ann", { ...useKeys, Condition });
  const ann = aws.clientsOf(keys);
  expect((await encryptAs(ann, key, { stream: "orders" })).KeyId).toBe(key);
  expect((await errorOf(encryptAs(ann, key, { stream: "returns" }))).code).toBe("AccessDeniedException");
  expect((await errorOf(encryptAs(ann, key))).code).toBe("AccessDeniedException");
});

test("decides by the aliases and the tags of a key", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws);
  const allow = (Condition: object) => ({ ...useKeys, Condition });
  const byAlias = await makeUser(
    aws.a,
    "ann",
    allow({ "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/orders" } }),
  );
  const byTag = await makeUser(aws.a, "bob", allow({ StringEquals: { "aws:ResourceTag/team": "data" } }));
  for (const { keys } of [byAlias, byTag]) {
    expect((await errorOf(encryptAs(aws.clientsOf(keys), key))).code).toBe("AccessDeniedException");
  }
  await aws.a.kms.send(new CreateAliasCommand({ AliasName: "alias/orders", TargetKeyId: key }));
  await aws.a.kms.send(new TagResourceCommand({ KeyId: key, Tags: [{ TagKey: "team", TagValue: "data" }] }));
  for (const { keys } of [byAlias, byTag]) {
    expect((await encryptAs(aws.clientsOf(keys), key)).KeyId).toBe(key);
  }
});

test("lets nobody use a key directly that its policy opens through S3 only", async () => {
  await using aws = await twoAccounts();
  const Condition = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
  const key = await makeKey(aws, { ...useKeys, Principal: { AWS: aws.accountA.id }, Condition });
  expect((await errorOf(encryptAs(aws.a, key))).code).toBe("AccessDeniedException");
});

test("keeps a user from decrypting what it may only encrypt", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws);
  const { arn, keys } = await makeUser(aws.a, "ann", { Action: "kms:GenerateDataKey", Resource: "*" });
  const ann = aws.clientsOf(keys);
  const { CiphertextBlob } = await ann.kms.send(new GenerateDataKeyCommand({ KeyId: key, KeySpec: "AES_256" }));
  expect((await errorOf(ann.kms.send(new DecryptCommand({ CiphertextBlob })))).message).toContain(
    `User: ${arn} is not authorized to perform: kms:Decrypt on `,
  );
  expect((await aws.a.kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext?.length).toBe(32);
});

test("says of ciphertext whose key is out of reach no more than that", async () => {
  await using aws = await twoAccounts();
  const { CiphertextBlob } = await encryptAs(aws.a, await makeKey(aws));
  expect(await errorOf(aws.b.kms.send(new DecryptCommand({ CiphertextBlob })))).toEqual({
    code: "AccessDeniedException",
    message: `User: arn:aws:iam::${aws.accountB.id}:root is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext ${hidden}`,
    status: 400,
  });
});

test("refuses a key policy that locks its author out, unless told not to check", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws);
  const Policy = policyOf({ ...useKeys, Principal: { AWS: aws.accountA.id } });
  expect(await errorOf(aws.a.kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy })))).toEqual({
    code: "MalformedPolicyDocumentException",
    message: "The new key policy will not allow you to update the key policy in the future.",
    status: 400,
  });
  await aws.a.kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy, BypassPolicyLockoutSafetyCheck: true }));
  expect((await errorOf(aws.a.kms.send(new GetKeyPolicyCommand({ KeyId: key })))).code).toBe("AccessDeniedException");
});

test("refuses a key policy that names nobody who exists", async () => {
  await using aws = await twoAccounts();
  const Policy = policyOf({ ...useKeys, Principal: { AWS: `arn:aws:iam::${aws.accountB.id}:role/nobody` } });
  expect(await errorOf(aws.a.kms.send(new CreateKeyCommand({ Policy })))).toEqual({
    code: "MalformedPolicyDocumentException",
    message: "Policy contains a statement with one or more invalid principals.",
    status: 400,
  });
});

test("shows the AWS managed key of S3 to its account, and lets nobody use or change it directly", async () => {
  await using aws = await twoAccounts();
  const { KeyMetadata } = await aws.a.kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
  expect(KeyMetadata).toMatchObject({ KeyManager: "AWS", AWSAccountId: aws.accountA.id });
  const key = KeyMetadata?.Arn ?? "";
  expect((await errorOf(encryptAs(aws.a, key))).code).toBe("AccessDeniedException");
  expect((await errorOf(aws.a.kms.send(new DisableKeyCommand({ KeyId: key })))).code).toBe("AccessDeniedException");
  expect((await errorOf(aws.b.kms.send(new DescribeKeyCommand({ KeyId: key })))).code).toBe("AccessDeniedException");
});

test("asks for kms:TagResource too where a key is made with tags", async () => {
  await using aws = await twoAccounts();
  const Tags = [{ TagKey: "team", TagValue: "data" }];
  const create = { Action: "kms:CreateKey", Resource: "*" };
  const tag = { Action: "kms:TagResource", Resource: `arn:aws:kms:*:${aws.accountA.id}:key/*` };
  const ann = await makeUser(aws.a, "ann", create, tag, { Action: "kms:PutKeyPolicy", Resource: "*" });
  const bob = await makeUser(aws.a, "bob", create, { Action: "kms:PutKeyPolicy", Resource: "*" });
  const make = ({ keys }: typeof ann, more: object) => aws.clientsOf(keys).kms.send(new CreateKeyCommand(more));
  expect(await make(ann, { Tags })).toHaveProperty("KeyMetadata");
  expect((await errorOf(make(bob, { Tags }))).message).toContain("kms:TagResource");
  expect(await make(bob, {})).toHaveProperty("KeyMetadata");
});

test("says of an AWS managed key of an account that does not exist what it says of another account's", async () => {
  await using aws = await twoAccounts();
  const describe = (accountId: string) =>
    errorOf(aws.a.kms.send(new DescribeKeyCommand({ KeyId: `arn:aws:kms:us-east-1:${accountId}:alias/aws/s3` })));
  const missing = await describe("999999999999");
  expect(missing).toMatchObject({ code: "AccessDeniedException", status: 400 });
  expect(missing).toEqual(await describe(aws.accountB.id));
});
