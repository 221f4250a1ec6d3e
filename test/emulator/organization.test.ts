import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeDeliveryStreamCommand, ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, DescribeKeyCommand, GenerateRandomCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand, GetObjectCommand, ListBucketsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import {
  type ControlPolicySettings,
  createOrganization,
  type OrganizationalUnitSettings,
  startEmulator,
} from "../../emulator/index.ts";
import { clientsOf, errorOf } from "../support/clients.ts";
import { assume, makeRole, makeUser, policyOf, trusting } from "../support/identities.ts";

const a = { id: "333333333333", name: "A" };
const b = { id: "444444444444", name: "B" };

const denying = (Action: string, more: object = {}): ControlPolicySettings => ({
  name: "deny",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action, Resource: "*", ...more }] },
});
const allowing = (Action: string): ControlPolicySettings => ({
  name: "allow",
  document: policyOf({ Action, Resource: "*" }),
});

/** Two accounts, in an organization of this shape. */
async function start(root: OrganizationalUnitSettings, managementAccountId?: string) {
  const organization = createOrganization({ id: "o-crosscheck1", managementAccountId, root });
  const emulator = await startEmulator({ accounts: [a, b], organization });
  const [accountA, accountB] = emulator.accounts;
  if (accountA === undefined || accountB === undefined) throw new Error("two accounts were asked for");
  return {
    a: clientsOf(emulator, accountA),
    b: clientsOf(emulator, accountB),
    clientsOf: (keys: { accessKeyId: string; secretAccessKey: string }) => clientsOf(emulator, keys),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

const createKey = new CreateKeyCommand({});

test("binds the accounts below a unit by its policies, the root user too, and no others", async () => {
  await using aws = await start({
    units: [
      {
        name: "restricted",
        serviceControlPolicies: [allowing("*"), denying("kms:CreateKey")],
        accounts: [{ id: a.id }],
      },
    ],
    accounts: [{ id: b.id }],
  });
  expect(await errorOf(aws.a.kms.send(createKey))).toEqual({
    code: "AccessDeniedException",
    message: `User: arn:aws:iam::${a.id}:root is not authorized to perform: kms:CreateKey on resource: * with an explicit deny in a service control policy`,
    status: 400,
  });
  expect((await aws.b.kms.send(createKey)).KeyMetadata?.AWSAccountId).toBe(b.id);
});

test("allows only what every level allows", async () => {
  await using aws = await start({
    serviceControlPolicies: [allowing("kms:*"), allowing("sts:*")],
    accounts: [{ id: a.id, serviceControlPolicies: [allowing("kms:*"), allowing("iam:*")] }, { id: b.id }],
  });
  expect((await aws.a.kms.send(createKey)).KeyMetadata?.AWSAccountId).toBe(a.id);
  const getRole = new GetRoleCommand({ RoleName: "nobody" });
  expect((await errorOf(aws.a.iam.send(getRole))).message).toContain(
    "because no service control policy allows the iam:GetRole action",
  );
  // Denied by none, but GetCallerIdentity answers whoever asks.
  expect((await aws.b.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(b.id);
});

test("allows nothing under an empty list of policies", async () => {
  await using aws = await start({ accounts: [{ id: a.id, serviceControlPolicies: [] }] });
  expect((await errorOf(aws.a.kms.send(createKey))).code).toBe("AccessDeniedException");
});

test("does not bind the management account", async () => {
  await using aws = await start({ serviceControlPolicies: [], accounts: [{ id: a.id }] }, b.id);
  expect((await errorOf(aws.a.kms.send(createKey))).code).toBe("AccessDeniedException");
  expect((await aws.b.kms.send(createKey)).KeyMetadata?.AWSAccountId).toBe(b.id);
});

test("keeps strangers from the resources of an account by a resource control policy, and members not", async () => {
  const condition = { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-crosscheck1" } };
  const membersOnly = denying("kms:*", { Principal: "*", Condition: condition });
  const root = { accounts: [{ id: a.id, resourceControlPolicies: [membersOnly] }] };
  for (const [isMember, code] of [
    [false, "AccessDeniedException"],
    [true, undefined],
  ] as const) {
    await using aws = await start({ accounts: [...root.accounts, ...(isMember ? [{ id: b.id }] : [])] });
    const Policy = policyOf(
      { Principal: { AWS: a.id }, Action: "kms:*", Resource: "*" },
      { Principal: { AWS: b.id }, Action: "kms:DescribeKey", Resource: "*" },
    );
    const { KeyMetadata } = await aws.a.kms.send(new CreateKeyCommand({ Policy }));
    const describe = aws.b.kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.Arn }));
    if (code === undefined) expect((await describe).KeyMetadata?.Arn).toBe(KeyMetadata?.Arn);
    else expect((await errorOf(describe)).code).toBe(code);
  }
});

test("a resource control policy binds the services that AWS lists, and no others", async () => {
  const everything = ["kinesis:*", "iam:*", "kms:*", "s3:*"].map((action) => ({
    ...denying(action, { Principal: "*" }),
    name: action.replace(":*", ""),
  }));
  await using aws = await start({ accounts: [{ id: a.id, resourceControlPolicies: everything }] });
  await aws.a.kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  await aws.a.s3.send(new ListBucketsCommand({}));
  const { KeyMetadata } = await aws.a.kms.send(createKey);
  const described = aws.a.kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }));
  expect((await errorOf(described)).code).toBe("AccessDeniedException");
  const bucket = aws.a.s3.send(new CreateBucketCommand({ Bucket: "b-lake" }));
  expect((await errorOf(bucket)).code).toBe("AccessDenied");
});

test("a resource control policy binds what is done to a resource, and nothing else", async () => {
  const everything = ["firehose:*", "kms:*", "logs:*", "s3:*", "sts:*"].map((action) => ({
    ...denying(action, { Principal: "*" }),
    name: action.replace(":*", ""),
  }));
  await using aws = await start({ accounts: [{ id: a.id, resourceControlPolicies: everything }] });
  const { firehose, kms, logs, s3 } = aws.a;
  const { arn, keys } = await makeUser(aws.a, "ann", { Action: "sts:AssumeRole", Resource: "*" });
  const ann = aws.clientsOf(keys);
  await firehose.send(new ListDeliveryStreamsCommand({}));
  await kms.send(new ListKeysCommand({}));
  await kms.send(new GenerateRandomCommand({ NumberOfBytes: 8 }));
  await s3.send(new ListBucketsCommand({}));
  await ann.sts.send(new GetCallerIdentityCommand({}));
  const { KeyMetadata } = await kms.send(createKey);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }));
  for (const bound of [
    () => firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: "deliver" })),
    () => kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId })),
    () => logs.send(new CreateLogGroupCommand({ logGroupName: "/orders" })),
    () => s3.send(new CreateBucketCommand({ Bucket: "b-lake" })),
    () => assume(ann, role),
  ]) {
    expect((await errorOf(bound())).code).toMatch(/^AccessDenied(?:Exception)?$/);
  }
});

test("a resource control policy binds keys, and none that AWS manages", async () => {
  const closed = (...actions: readonly string[]) =>
    start({
      accounts: [{ id: a.id, resourceControlPolicies: actions.map((each) => denying(each, { Principal: "*" })) }],
    });
  const put = { Bucket: "b-lake", Key: "k", Body: "x", ServerSideEncryption: "aws:kms" } as const;
  await using aws = await closed("kms:*");
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "b-lake" }));
  await aws.a.s3.send(new PutObjectCommand(put));
  await using other = await closed("kms:Decrypt");
  const { KeyMetadata: key } = await other.a.kms.send(createKey);
  await other.a.s3.send(new CreateBucketCommand({ Bucket: "b-lake" }));
  await other.a.s3.send(new PutObjectCommand({ ...put, SSEKMSKeyId: key?.Arn }));
  const read = other.a.s3.send(new GetObjectCommand({ Bucket: "b-lake", Key: "k" }));
  expect((await errorOf(read)).code).toBe("AccessDenied");
});

test("shows an account's place in the organization to policies", async () => {
  await using aws = await start({
    id: "r-root",
    units: [
      { id: "ou-root-orders00", accounts: [{ id: a.id }] },
      { id: "ou-root-returns0", accounts: [{ id: b.id }] },
    ],
  });
  const trust = trusting(
    { AWS: [a.id, b.id] },
    { Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-crosscheck1/r-root/ou-root-orders00/*" } } },
  );
  const role = await makeRole(aws.a, "reader", trust);
  const assumeAnything = { Action: "sts:AssumeRole", Resource: "*" };
  const ann = await makeUser(aws.a, "ann", assumeAnything);
  const bob = await makeUser(aws.b, "bob", assumeAnything);
  expect(await assume(aws.clientsOf(ann.keys), role)).toHaveProperty("sessionToken");
  expect((await errorOf(assume(aws.clientsOf(bob.keys), role))).code).toBe("AccessDenied");
});

test.for([
  [
    "an id without its form",
    { id: "crosscheck", root: {} },
    "organization id `crosscheck` is not o- and 10 to 32 characters",
  ],
  [
    "an account twice",
    { id: "o-crosscheck1", root: { accounts: [{ id: a.id }, { id: a.id }] } },
    `account ${a.id} is in the organization twice`,
  ],
  [
    "a resource control policy that allows",
    {
      id: "o-crosscheck1",
      root: {
        resourceControlPolicies: [{ name: "open", document: policyOf({ Principal: "*", Action: "*", Resource: "*" }) }],
      },
    },
    "policy `open` of `r-cros`: Statement 1: a resource control policy can only deny.",
  ],
  [
    "a service control policy that is malformed",
    { id: "o-crosscheck1", root: { name: "all", serviceControlPolicies: [{ name: "odd", document: "{" }] } },
    "policy `odd` of `all`: Syntax errors in policy.",
  ],
] as const)("refuses %s", ([, settings, message]) => {
  expect(() => createOrganization(settings)).toThrow(new RangeError(message));
});
