import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  CreateKeyCommand,
  DescribeKeyCommand,
  EncryptCommand,
  ListGrantsCommand,
  ListRetirableGrantsCommand,
  PutKeyPolicyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser } from "../../support/identities.ts";

const Plaintext = Buffer.from("This is a pen");

/** A key of account A and a user of account B without any policy. */
async function keyAndStranger(aws: TwoAccounts) {
  const { KeyMetadata } = await aws.a.kms.send(new CreateKeyCommand({}));
  const { arn, keys } = await makeUser(aws.b, "ann");
  const key = KeyMetadata?.Arn ?? "";
  const ann = aws.clientsOf(keys);
  return {
    key,
    arn,
    ann,
    encrypt: (context?: Record<string, string>) =>
      ann.kms.send(new EncryptCommand({ KeyId: key, Plaintext, EncryptionContext: context })),
    grant: (more: Partial<CreateGrantCommandInput> = {}) =>
      aws.a.kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: arn, Operations: ["Encrypt"], ...more })),
  };
}

test("lets a grantee of another account do what it was granted, and no more, until the grant is revoked", async () => {
  await using aws = await twoAccounts();
  const { key, ann, encrypt, grant } = await keyAndStranger(aws);
  expect((await errorOf(encrypt())).code).toBe("AccessDeniedException");
  const { GrantId } = await grant();
  expect((await encrypt()).KeyId).toBe(key);
  expect((await errorOf(ann.kms.send(new DescribeKeyCommand({ KeyId: key })))).code).toBe("AccessDeniedException");
  await aws.a.kms.send(new RevokeGrantCommand({ KeyId: key, GrantId }));
  expect((await errorOf(encrypt())).code).toBe("AccessDeniedException");
});

test.for([
  [{ EncryptionContextSubset: { stream: "orders" } }, true],
  [{ EncryptionContextEquals: { stream: "orders" } }, false],
] as const)("holds a grantee to the constraint %j", async ([Constraints, allowsMore]) => {
  await using aws = await twoAccounts();
  const { encrypt, grant } = await keyAndStranger(aws);
  await grant({ Constraints });
  expect(await encrypt({ stream: "orders" })).toHaveProperty("KeyId");
  expect((await errorOf(encrypt({ stream: "returns" }))).code).toBe("AccessDeniedException");
  expect((await errorOf(encrypt())).code).toBe("AccessDeniedException");
  const more = encrypt({ stream: "orders", zone: "landing" });
  if (allowsMore) expect(await more).toHaveProperty("KeyId");
  else expect((await errorOf(more)).code).toBe("AccessDeniedException");
});

test("shows grants as they were made, and makes one of a name only once", async () => {
  await using aws = await twoAccounts();
  const { key, arn, grant } = await keyAndStranger(aws);
  const one = await grant({ Name: "firehose", RetiringPrincipal: arn });
  expect(await grant({ Name: "firehose", RetiringPrincipal: arn })).toMatchObject({ GrantId: one.GrantId });
  expect((await aws.a.kms.send(new ListGrantsCommand({ KeyId: key }))).Grants).toEqual([
    {
      KeyId: key,
      GrantId: expect.stringMatching(/^[0-9a-f]{64}$/),
      Name: "firehose",
      CreationDate: expect.any(Date),
      GranteePrincipal: arn,
      RetiringPrincipal: arn,
      IssuingAccount: `arn:aws:iam::${aws.accountA.id}:root`,
      Operations: ["Encrypt"],
    },
  ]);
});

test("lets the retiring principal retire a grant, and the grantee only where it was granted that", async () => {
  await using aws = await twoAccounts();
  const { ann, arn, grant } = await keyAndStranger(aws);
  const retire = (GrantToken?: string) => ann.kms.send(new RetireGrantCommand({ GrantToken }));
  expect((await errorOf(retire((await grant()).GrantToken))).code).toBe("AccessDeniedException");
  await retire((await grant({ Operations: ["Encrypt", "RetireGrant"] })).GrantToken);
  const { GrantToken } = await grant({ RetiringPrincipal: arn });
  await retire(GrantToken);
  expect((await errorOf(retire(GrantToken))).code).toBe("InvalidGrantTokenException");
});

test("refuses a grant for nobody and a token of none", async () => {
  await using aws = await twoAccounts();
  const { key, grant } = await keyAndStranger(aws);
  const nobody = `arn:aws:iam::${aws.accountB.id}:role/nobody`;
  expect(await errorOf(grant({ GranteePrincipal: nobody }))).toEqual({
    code: "InvalidArnException",
    message: `ARN does not refer to a valid principal: ${nobody}`,
    status: 400,
  });
  const encrypt = (GrantTokens: string[]) => aws.a.kms.send(new EncryptCommand({ KeyId: key, Plaintext, GrantTokens }));
  expect((await errorOf(encrypt(["nonsense"]))).code).toBe("InvalidGrantTokenException");
  const { GrantToken = "" } = await grant();
  expect((await encrypt([GrantToken])).KeyId).toBe(key);
});

test("keeps a user from granting what it may not grant", async () => {
  await using aws = await twoAccounts();
  const { key, arn } = await keyAndStranger(aws);
  const Condition = { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Encrypt"] } };
  const bob = await makeUser(aws.a, "bob", { Action: "kms:CreateGrant", Resource: "*", Condition });
  const grant = (operation: "Encrypt" | "Decrypt") =>
    aws
      .clientsOf(bob.keys)
      .kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: arn, Operations: [operation] }));
  expect(await grant("Encrypt")).toHaveProperty("GrantId");
  expect((await errorOf(grant("Decrypt"))).code).toBe("AccessDeniedException");
});

test("lets services of AWS alone be granted where the policy says so", async () => {
  await using aws = await twoAccounts();
  const { key, arn } = await keyAndStranger(aws);
  const Condition = { Bool: { "kms:GrantIsForAWSResource": "true" } };
  const bob = await makeUser(aws.a, "bob", { Action: "kms:CreateGrant", Resource: "*", Condition });
  const grant = new CreateGrantCommand({ KeyId: key, GranteePrincipal: arn, Operations: ["Encrypt"] });
  expect((await errorOf(aws.clientsOf(bob.keys).kms.send(grant))).code).toBe("AccessDeniedException");
});

test("lists to a retiring principal the grants that it may retire", async () => {
  await using aws = await twoAccounts();
  const { arn, grant } = await keyAndStranger(aws);
  const { GrantId } = await grant({ RetiringPrincipal: arn });
  await grant();
  const list = new ListRetirableGrantsCommand({ RetiringPrincipal: arn });
  expect((await aws.b.kms.send(list)).Grants?.map((each) => each.GrantId)).toEqual([GrantId]);
  expect((await aws.a.kms.send(list)).Grants).toEqual([]);
});

test("lets a grantee retire only the grant that lets it", async () => {
  await using aws = await twoAccounts();
  const { ann, grant } = await keyAndStranger(aws);
  const open = await grant({ Operations: ["Encrypt", "RetireGrant"] });
  const closed = await grant();
  const retire = (GrantToken?: string) => ann.kms.send(new RetireGrantCommand({ GrantToken }));
  expect((await errorOf(retire(closed.GrantToken))).code).toBe("AccessDeniedException");
  await retire(open.GrantToken);
});

/** A key of account A, and account B's ann with a grant of CreateGrant and Encrypt. */
async function grantingGrantee(Constraints?: CreateGrantCommandInput["Constraints"]) {
  const aws = await twoAccounts();
  const stranger = await keyAndStranger(aws);
  await stranger.grant({ Operations: ["CreateGrant", "Encrypt"], Constraints });
  const bob = await makeUser(aws.b, "bob");
  const grantOn = (more: Partial<CreateGrantCommandInput>) =>
    stranger.ann.kms.send(
      new CreateGrantCommand({ KeyId: stranger.key, GranteePrincipal: bob.arn, Operations: ["Encrypt"], ...more }),
    );
  return { grantOn, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() };
}

test("lets a grantee grant on what it was granted, and nothing more", async () => {
  await using parent = await grantingGrantee();
  expect(await parent.grantOn({})).toHaveProperty("GrantId");
  expect(await parent.grantOn({ Constraints: { EncryptionContextSubset: { a: "b" } } })).toHaveProperty("GrantId");
  const more = await errorOf(parent.grantOn({ Operations: ["Encrypt", "Decrypt"] }));
  expect(more.code).toBe("AccessDeniedException");
});

test.for([
  ["none", undefined, false],
  ["the same", { EncryptionContextSubset: { a: "b" } }, true],
  ["a narrower one", { EncryptionContextSubset: { a: "b", c: "d" } }, true],
  ["one of the same context alone", { EncryptionContextEquals: { a: "b" } }, true],
  ["another", { EncryptionContextSubset: { a: "c" } }, false],
] as const)(
  "compares the constraint of a grant from a grant with its parent's: %s",
  async ([, Constraints, passes]) => {
    await using parent = await grantingGrantee({ EncryptionContextSubset: { a: "b" } });
    const attempt = parent.grantOn({ Constraints });
    if (passes) expect(await attempt).toHaveProperty("GrantId");
    else expect((await errorOf(attempt)).code).toBe("AccessDeniedException");
  },
);

test("takes a wider kind of constraint for looser than its parent's", async () => {
  await using parent = await grantingGrantee({ EncryptionContextEquals: { a: "b" } });
  expect(await parent.grantOn({ Constraints: { EncryptionContextEquals: { a: "b" } } })).toHaveProperty("GrantId");
  const wider = await errorOf(parent.grantOn({ Constraints: { EncryptionContextSubset: { a: "b" } } }));
  expect(wider.code).toBe("AccessDeniedException");
});

test("does not hold DescribeKey and RetireGrant to a constraint", async () => {
  await using aws = await twoAccounts();
  const { key, ann, encrypt, grant } = await keyAndStranger(aws);
  const Constraints = { EncryptionContextSubset: { stream: "orders" } };
  const { GrantToken } = await grant({ Operations: ["Encrypt", "DescribeKey", "RetireGrant"], Constraints });
  expect(await ann.kms.send(new DescribeKeyCommand({ KeyId: key }))).toHaveProperty("KeyMetadata.Arn", key);
  expect((await errorOf(encrypt())).code).toBe("AccessDeniedException");
  expect(await ann.kms.send(new RetireGrantCommand({ GrantToken }))).toHaveProperty("$metadata");
});

test("compares a constraint's names in any case, and its values as they are written", async () => {
  await using aws = await twoAccounts();
  const { encrypt, grant } = await keyAndStranger(aws);
  await grant({ Constraints: { EncryptionContextEquals: { Stream: "${aws:PrincipalAccount}" } } });
  expect(await encrypt({ stream: "${aws:PrincipalAccount}" })).toHaveProperty("KeyId");
  expect((await errorOf(encrypt({ stream: aws.accountB.id }))).code).toBe("AccessDeniedException");
});

test("does not let a key policy give kms:RetireGrant, and lets IAM of the account that made the grant", async () => {
  await using aws = await twoAccounts();
  const { key, grant } = await keyAndStranger(aws);
  const both = [aws.accountA, aws.accountB].map(({ id }) => `arn:aws:iam::${id}:root`);
  const Statement = [{ Effect: "Allow", Principal: { AWS: both }, Action: "kms:*", Resource: "*" }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await aws.a.kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy }));
  const { GrantToken } = await grant();
  const retire = new RetireGrantCommand({ GrantToken });
  const everything = { Action: "*", Resource: "*" };
  const outside = await makeUser(aws.b, "bob", everything);
  const inside = await makeUser(aws.a, "bob", everything);
  const silent = await makeUser(aws.a, "eve", { Action: "s3:*", Resource: "*" });
  for (const { keys } of [outside, silent]) {
    expect((await errorOf(aws.clientsOf(keys).kms.send(retire))).code).toBe("AccessDeniedException");
  }
  expect(await aws.clientsOf(inside.keys).kms.send(retire)).toHaveProperty("$metadata");
});

test("shows a grant's constraint to the policies that decide CreateGrant and RetireGrant", async () => {
  await using aws = await twoAccounts();
  const { key, arn, grant } = await keyAndStranger(aws);
  const Condition = { StringEquals: { "kms:EncryptionContext:Department": "IT" } };
  const Action = ["kms:CreateGrant", "kms:RetireGrant"];
  const bob = aws.clientsOf((await makeUser(aws.a, "bob", { Action, Resource: "*", Condition })).keys);
  const of = (Department: string) => ({ EncryptionContextSubset: { Department } });
  const make = (Department: string) =>
    bob.kms.send(
      new CreateGrantCommand({
        ...{ KeyId: key, GranteePrincipal: arn, Operations: ["Encrypt"] },
        Constraints: of(Department),
      }),
    );
  expect(await make("IT")).toHaveProperty("GrantId");
  expect((await errorOf(make("HR"))).code).toBe("AccessDeniedException");
  const retire = async (Department: string) => {
    const { GrantToken } = await grant({ Constraints: of(Department) });
    return bob.kms.send(new RetireGrantCommand({ GrantToken }));
  };
  expect(await retire("IT")).toHaveProperty("$metadata");
  expect((await errorOf(retire("HR"))).code).toBe("AccessDeniedException");
});
