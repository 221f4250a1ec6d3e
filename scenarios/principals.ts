/** Whom the policies name: the role that Firehose writes as, whom that role trusts, and which role of that name is meant. */
import { iamArn } from "../harness/arns.ts";
import { allowing, deliveryActions, type Role, type Scenario, scenario, trusting } from "../harness/index.ts";
import {
  bucketAllowing,
  bucketPolicyRefused,
  creationRefused,
  type Delivery,
  delivered,
  deliveryControls,
  firehoseTrust,
  makeDelivery,
  notDelivered,
  roleAllowing,
} from "./delivery.ts";

const code = "S3.AccessDenied";
const flow = "cross-account-delivery";

export const principalScenarios: readonly Scenario[] = [
  bucketPolicyRefused({
    name: "principals/role-that-is-not-there-yet",
    title: "a bucket policy for a role that does not exist yet is refused",
    twin: flow,
    policy: (bucket, _role, accountA) =>
      allowing(deliveryActions, bucket, { principal: { arn: iamArn(accountA.region, accountA.id, "role/not-yet") } }),
    message: "Invalid principal in policy",
    leansOn: ["unknown-principal-is-refused"],
  }),
  notDelivered({
    name: "principals/another-role",
    title: "nothing arrives where the bucket policy names another role of account A",
    twin: "principals/account",
    code,
    change: {
      bucketPolicy: () => undefined,
      isLater: true,
      afterwards: async ({ accountA, bucket }) => {
        const principal = await accountA.createRole({
          name: accountA.nameOf("other"),
          trustPolicy: firehoseTrust({ accountA }),
        });
        await bucket.putPolicy(allowing(deliveryActions, bucket, { sid: "AllowDelivery", principal }));
      },
    },
  }),
  delivered({
    name: "principals/account",
    title: "the record arrives where the bucket policy names account A, which lets its own policies decide",
    twin: "principals/another-role",
    change: {
      bucketPolicy: ({ bucket, accountA }) =>
        allowing(deliveryActions, bucket, { sid: "AllowDelivery", principal: accountA }),
    },
  }),
  notDelivered({
    name: "principals/firehose",
    title: "nothing arrives where the bucket policy names the service, for Firehose writes as the role",
    twin: flow,
    code,
    change: {
      bucketPolicy: ({ bucket }) =>
        allowing(deliveryActions, bucket, { sid: "AllowDelivery", principal: { service: "firehose.amazonaws.com" } }),
      isLater: true,
    },
  }),
  creationRefused({
    name: "principals/role-of-account-b",
    title: "a delivery stream is refused a role of account B, for roles are not passed between accounts",
    twin: flow,
    roleIn: ({ accountB }) => accountB,
    leansOn: ["role-of-another-account-is-refused"],
    change: {},
    error: () => ({
      code: "AccessDeniedException",
      message: "Cross-account pass role is not allowed.",
      status: 400,
    }),
  }),
  creationRefused({
    name: "principals/role-that-does-not-trust-firehose",
    title: "a delivery stream is refused a role that Firehose may not assume",
    twin: flow,
    change: { trustPolicy: () => trusting({ service: "lambda.amazonaws.com" }) },
    leansOn: ["trust-policy-is-enforced"],
    error: ({ arn }) => ({
      code: "InvalidArgumentException",
      message: `Firehose is unable to assume role ${arn}. Please check the role provided.`,
      status: 400,
    }),
  }),
  scenario({
    name: "principals/external-id-changed",
    title: "nothing is read any more where the role no longer trusts Firehose with account A's id as external id",
    shows: "denial",
    twin: flow,
    takesSeconds: 4_000,
    leansOn: [...deliveryControls, "trust-policy-is-enforced"],
    given: (world) =>
      makeDelivery(world, {
        afterwards: async ({ role, accountB }, { wait }) => {
          await role.putTrustPolicy(trusting({ service: "firehose.amazonaws.com", externalId: accountB.id }));
          // Firehose goes on with the session that it has, for an hour at most.
          await wait(3600);
        },
      }),
    when: async ({ dataStream }, { wait }) => {
      await dataStream.putRecord({ data: "This is a pen" });
      // Thrice the buffering interval.
      await wait(180);
    },
    outcome: async ({ role, bucket, deliveryStream, ...parts }, { step, check, expect }) => {
      await check("nothing arrives", async () => expect(await bucket.keys(), "the bucket's keys").toEqual([]));
      // A role that cannot be assumed writes no log either. That it is the trust shows when it is given back.
      await step("account A lets its role trust Firehose again", () => role.putTrustPolicy(firehoseTrust(parts)));
      const object = await step("the object arrives", () =>
        bucket.waitForObject({ from: deliveryStream, withinSeconds: 1_800 }),
      );
      await check("contents", () => expect(object, "the object").toHaveContents("This is a pen"));
      await check("what was told of it", async () => {
        // The role reads the source too; not documented is which of the two AWS reports.
        const others = (await deliveryStream.failures()).filter(({ code: told }) => told !== "Kinesis.AccessDenied");
        expect(others, "other failures").toEqual([]);
      });
    },
  }),
  notDelivered({
    name: "principals/role-created-again",
    title:
      "nothing arrives where the role was deleted and created again, for the bucket policy means the one of before",
    twin: "principals/role-created-again-and-policy-saved-again",
    code,
    change: { afterwards: async (delivery) => void (await createRoleAgain(delivery)) },
  }),
  delivered({
    name: "principals/role-created-again-and-policy-saved-again",
    title: "the record arrives where the bucket policy was saved again after the role was created again",
    twin: "principals/role-created-again",
    change: {
      afterwards: async (delivery) => {
        const role = await createRoleAgain(delivery);
        await delivery.bucket.putPolicy(bucketAllowing(delivery, role));
      },
    },
  }),
];

async function createRoleAgain({ role, ...parts }: Delivery): Promise<Role> {
  await role.delete();
  return parts.accountA.createRole({
    name: role.name,
    trustPolicy: firehoseTrust(parts),
    identityPolicy: roleAllowing(parts),
  });
}
