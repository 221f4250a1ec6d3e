/** Ways in which the two accounts fail to come together, each one thing away from the delivery that works. */
import {
  allowing,
  deliveryActions,
  denying,
  onlyArns,
  type Role,
  readActions,
  type Scenario,
  scenario,
  trusting,
} from "../harness/index.ts";
import {
  bucketAllowing,
  delivered,
  firehoseTrust,
  makeParts,
  makeRole,
  notDelivered,
  roleAllowing,
  withinSeconds,
} from "./delivery.ts";

const code = "S3.AccessDenied";
const flow = "cross-account-delivery";

export const deniedScenarios: readonly Scenario[] = [
  notDelivered({
    name: "denied/without-bucket-policy",
    title: "nothing arrives where account B has set no bucket policy",
    twin: flow,
    code,
    change: { bucketPolicy: () => undefined },
  }),
  notDelivered({
    name: "denied/without-role-policy",
    title: "nothing arrives where only account B allows it",
    twin: flow,
    code,
    change: { rolePolicy: ({ dataStream }) => allowing(readActions, dataStream, { sid: "ReadStream" }) },
  }),
  notDelivered({
    name: "denied/role-policy-for-another-bucket",
    title: "nothing arrives where the role's policy is still for the bucket of before",
    twin: flow,
    code,
    change: {
      rolePolicy: (parts) =>
        allowing(deliveryActions, onlyArns("arn:aws:s3:::before", "arn:aws:s3:::before/*"), {
          sid: "WriteObjects",
        }).and(allowing(readActions, parts.dataStream, { sid: "ReadStream" })),
    },
  }),
  notDelivered({
    name: "denied/role-policy-for-the-bucket-alone",
    title: "nothing arrives where the role's policy names the bucket but not its objects",
    twin: flow,
    code,
    change: {
      rolePolicy: ({ bucket, dataStream }) =>
        allowing(deliveryActions, onlyArns(bucket.arn), { sid: "WriteObjects" }).and(
          allowing(readActions, dataStream, { sid: "ReadStream" }),
        ),
    },
  }),
  notDelivered({
    name: "denied/role-policy-for-the-objects-alone",
    title: "nothing arrives where the role's policy names the bucket's objects but not the bucket",
    twin: flow,
    code,
    change: {
      rolePolicy: ({ bucket, dataStream }) =>
        allowing(deliveryActions, onlyArns(bucket.objectsArn), { sid: "WriteObjects" }).and(
          allowing(readActions, dataStream, { sid: "ReadStream" }),
        ),
    },
  }),
  notDelivered({
    name: "denied/bucket-policy-for-other-objects",
    title: "nothing arrives where the bucket policy covers only the objects under another prefix",
    twin: flow,
    code,
    change: {
      bucketPolicy: ({ bucket }, role) =>
        allowing(deliveryActions, onlyArns(bucket.arn, `${bucket.arn}/elsewhere/*`), {
          sid: "AllowDelivery",
          principal: role,
        }),
    },
  }),
  ...(["bucket", "objects"] as const).map((part) => refusedForOneResource(part)),
  notDelivered({
    name: "denied/another-principal",
    title: "nothing arrives where the bucket policy names another role of account A",
    twin: "allowed/account-as-principal",
    code,
    change: {
      bucketPolicy: () => undefined,
      afterwards: async ({ accountA, bucket }) => {
        const other = await accountA.createRole({
          name: `other-${bucket.name}`,
          trustPolicy: firehoseTrust({ accountA }),
        });
        await bucket.putPolicy(allowing(deliveryActions, bucket, { sid: "AllowDelivery", principal: other }));
      },
    },
  }),
  delivered({
    name: "allowed/account-as-principal",
    title: "the record arrives where the bucket policy names account A, which lets its own policies decide",
    twin: "denied/another-principal",
    change: {
      bucketPolicy: ({ bucket, accountA }) =>
        allowing(deliveryActions, bucket, { sid: "AllowDelivery", principal: accountA }),
    },
  }),
  notDelivered({
    name: "denied/firehose-as-principal",
    title: "nothing arrives where the bucket policy names the service, for Firehose writes as the role",
    twin: flow,
    code,
    change: {
      bucketPolicy: ({ bucket }) =>
        allowing(deliveryActions, bucket, { sid: "AllowDelivery", principal: { service: "firehose.amazonaws.com" } }),
    },
  }),
  notDelivered({
    name: "denied/explicitly",
    title: "nothing arrives where account B allows the role and denies it as well",
    twin: "allowed/deny-without-full-control",
    code,
    change: {
      bucketPolicy: (parts, role) =>
        bucketAllowing(parts, role).and(
          denying(["s3:PutObject"], onlyArns(parts.bucket.objectsArn), { sid: "NoWrites", principal: role }),
        ),
    },
  }),
  delivered({
    name: "allowed/deny-without-full-control",
    title:
      "the record arrives where account B denies what comes without bucket-owner-full-control, for Firehose sends it",
    twin: "denied/deny-another-acl",
    change: { bucketPolicy: (parts, role) => bucketAllowing(parts, role).and(denyOtherAcls(parts.bucket.objectsArn)) },
  }),
  notDelivered({
    name: "denied/deny-another-acl",
    title: "nothing arrives where account B denies every ACL but private",
    twin: "allowed/deny-without-full-control",
    code,
    change: {
      bucketPolicy: (parts, role) => bucketAllowing(parts, role).and(denyOtherAcls(parts.bucket.objectsArn, "private")),
    },
  }),
  notDelivered({
    name: "denied/external-id-changed",
    title: "nothing is read any more where the role no longer trusts Firehose with account A's id as external id",
    twin: flow,
    // The role reads the source too; not documented is which of the two AWS reports.
    code: "Kinesis.AccessDenied",
    change: {
      afterwards: async ({ role, accountB }, { wait }) => {
        await role.putTrustPolicy(trusting({ service: "firehose.amazonaws.com", externalId: accountB.id }));
        // Firehose goes on with the session that it has, for an hour at most.
        await wait(3600);
      },
    },
  }),
  notDelivered({
    name: "denied/role-recreated",
    title:
      "nothing arrives where the role was deleted and created again, for the bucket policy means the one of before",
    twin: "allowed/role-recreated-and-policy-saved-again",
    code,
    change: { afterwards: async (delivery) => void (await recreateRole(delivery)) },
  }),
  delivered({
    name: "allowed/role-recreated-and-policy-saved-again",
    title: "the record arrives where the bucket policy was saved again after the role was created again",
    twin: "denied/role-recreated",
    change: {
      afterwards: async (delivery) => {
        const role = await recreateRole(delivery);
        await delivery.bucket.putPolicy(bucketAllowing(delivery, role));
      },
    },
  }),
  scenario({
    name: "allowed/after-repair",
    title: "a record that waited arrives by itself once account B has set the bucket policy",
    shows: "allow",
    twin: "denied/without-bucket-policy",
    given: async (world) => {
      const parts = await makeParts(world);
      const role = await makeRole(parts, { bucketPolicy: () => undefined });
      const { accountA, bucket, dataStream } = parts;
      const deliveryStream = await accountA.createDeliveryStream({
        source: dataStream,
        deliveryRole: role,
        destination: bucket,
        buffering: { intervalInSeconds: 60, sizeInMiB: 1 },
      });
      return { ...parts, role, deliveryStream };
    },
    when: async ({ dataStream, deliveryStream, bucket, role, ...parts }, { step }) => {
      await dataStream.putRecord({ data: "This is a pen" });
      await step("the delivery fails", () => deliveryStream.waitForFailure({ code, withinSeconds }));
      await bucket.putPolicy(bucketAllowing({ ...parts, bucket, dataStream }, role));
    },
    outcome: async ({ bucket, deliveryStream }, { step, check, expect }) => {
      // Retries come at growing intervals, five minutes at most here; AWS does not document them.
      const object = await step("the object arrives", () =>
        bucket.waitForObject({ from: deliveryStream, withinSeconds: 1_800 }),
      );
      await check("contents", () => expect(object, "the object").toHaveContents("This is a pen"));
    },
  }),
  scenario({
    name: "denied/role-of-account-b",
    title: "a delivery stream is refused a role of account B, for roles are not passed between accounts",
    shows: "denial",
    twin: flow,
    given: async (world) => {
      const parts = await makeParts(world);
      const role = await parts.accountB.createRole({
        trustPolicy: firehoseTrust(parts),
        identityPolicy: roleAllowing(parts),
      });
      return { ...parts, role };
    },
    when: ({ accountA, bucket, dataStream, role }, { refused }) =>
      refused("account A creates a delivery stream, which is refused", () =>
        accountA.createDeliveryStream({ source: dataStream, deliveryRole: role, destination: bucket }),
      ),
    outcome: async (_given, { check, expect }, refusal) => {
      await check("error", () =>
        expect(refusal, "the refusal").toEqual({
          code: "AccessDeniedException",
          message: "Cross-account pass role is not allowed.",
          status: 400,
        }),
      );
    },
  }),
  scenario({
    name: "denied/role-that-does-not-trust-firehose",
    title: "a delivery stream is refused a role that Firehose may not assume",
    shows: "denial",
    twin: flow,
    given: async (world) => {
      const parts = await makeParts(world);
      const role = await makeRole(parts, { trustPolicy: () => trusting({ service: "lambda.amazonaws.com" }) });
      return { ...parts, role };
    },
    when: ({ accountA, bucket, dataStream, role }, { refused }) =>
      refused("account A creates a delivery stream, which is refused", () =>
        accountA.createDeliveryStream({ source: dataStream, deliveryRole: role, destination: bucket }),
      ),
    outcome: async ({ role }, { check, expect }, refusal) => {
      await check("error", () =>
        expect(refusal, "the refusal").toEqual({
          code: "InvalidArgumentException",
          message: `Firehose is unable to assume role ${role.arn}. Please check the role provided.`,
          status: 400,
        }),
      );
    },
  }),
  scenario({
    name: "denied/bucket-policy-before-the-role",
    title: "a bucket policy for a role that does not exist yet is refused",
    shows: "denial",
    twin: flow,
    given: async ({ accountA, accountB }) => ({
      bucket: await accountB.createBucket(),
      principal: { arn: `arn:aws:iam::${accountA.id}:role/not-yet` },
    }),
    when: ({ bucket, principal }, { refused }) =>
      refused("account B sets the bucket policy, which is refused", () =>
        bucket.putPolicy(allowing(deliveryActions, bucket, { principal })),
      ),
    outcome: async (_given, { check, expect }, refusal) => {
      await check("error", () =>
        expect(refusal, "the refusal").toEqual({
          code: "MalformedPolicy",
          message: "Invalid principal in policy",
          status: 400,
        }),
      );
    },
  }),
];

/** All seven actions need both the bucket and its objects; S3 says so when the policy is set. */
function refusedForOneResource(part: "bucket" | "objects"): Scenario {
  return scenario({
    name: `denied/bucket-policy-for-the-${part}-alone`,
    title: `a bucket policy with all seven actions that names ${part === "bucket" ? "only the bucket" : "only its objects"} is refused`,
    shows: "denial",
    twin: flow,
    given: async (world) => {
      const bucket = await world.accountB.createBucket();
      const role = await world.accountA.createRole({ trustPolicy: firehoseTrust(world) });
      return { bucket, role };
    },
    when: ({ bucket, role }, { refused }) =>
      refused("account B sets the bucket policy, which is refused", () =>
        bucket.putPolicy(
          allowing(deliveryActions, onlyArns(part === "bucket" ? bucket.arn : bucket.objectsArn), { principal: role }),
        ),
      ),
    outcome: async (_given, { check, expect }, refusal) => {
      await check("error", () =>
        expect(refusal, "the refusal").toEqual({
          code: "MalformedPolicy",
          message: "Action does not apply to any resource(s) in statement",
          status: 400,
        }),
      );
    },
  });
}

function denyOtherAcls(objectsArn: string, acl = "bucket-owner-full-control") {
  return denying(["s3:PutObject"], onlyArns(objectsArn), {
    sid: "OnlyThisAcl",
    principal: "*",
    condition: { StringNotEquals: { "s3:x-amz-acl": acl } },
  });
}

async function recreateRole({ accountA, role, ...parts }: Parameters<typeof roleAllowing>[0] & { role: Role }) {
  await role.delete();
  return accountA.createRole({
    name: role.name,
    trustPolicy: firehoseTrust({ accountA }),
    identityPolicy: roleAllowing({ accountA, ...parts }),
  });
}
