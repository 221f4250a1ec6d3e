/**
 * A bucket of account B's that is encrypted under KMS by default. Firehose names no key, so S3 takes the bucket's, on
 * behalf of account A's role: key policy and role must both allow it, and the key that AWS manages serves no other
 * account. Source: S3 User Guide, "Using server-side encryption with AWS KMS keys"; KMS Developer Guide, "Allowing users
 * in other accounts to use a KMS key".
 */
import { allowing, inKeyPolicy, type Key, type Scenario } from "../harness/index.ts";
import { type Delivery, delivered, notDelivered, roleAllowing } from "./delivery.ts";

/** Decrypt is for uploads in parts. */
const keyActions = ["kms:GenerateDataKey", "kms:Decrypt"];
const works = "encryption/customer-key";

export const encryptionScenarios: readonly Scenario[] = [
  delivered({
    name: works,
    title: "the record arrives in a bucket under account B's key, where key policy and role allow it",
    twin: "encryption/key-policy-without-the-role",
    change: { afterwards: async (delivery) => void (await encrypt(delivery)) },
  }),
  notDelivered({
    name: "encryption/key-policy-without-the-role",
    title: "nothing arrives where the key policy does not name account A's role",
    twin: works,
    code: "S3.AccessDenied",
    change: { afterwards: async (delivery) => void (await encrypt(delivery, { keyPolicy: false })) },
  }),
  notDelivered({
    name: "encryption/role-without-the-key",
    title: "nothing arrives where the role's policy does not name the key",
    twin: works,
    code: "S3.AccessDenied",
    change: { afterwards: async (delivery) => void (await encrypt(delivery, { rolePolicy: false })) },
  }),
  notDelivered({
    name: "encryption/aws-managed-key",
    leansOn: ["aws-managed-key-is-closed-to-other-accounts"],
    title: "nothing arrives in a bucket under aws/s3, a key that serves account B alone",
    twin: works,
    code: "S3.AccessDenied",
    change: {
      afterwards: async (delivery) => {
        await allowRole(delivery, "*");
        await delivery.bucket.encryptWith("aws/s3");
      },
    },
  }),
  notDelivered({
    name: "encryption/disabled-key",
    title: "nothing arrives where account B has disabled its key",
    twin: works,
    code: "S3.KMS.DisabledException",
    change: {
      afterwards: async (delivery) => {
        const key = await encrypt(delivery);
        await key.disable();
      },
    },
  }),
];

async function encrypt(
  delivery: Delivery,
  { keyPolicy = true, rolePolicy = true }: { readonly keyPolicy?: boolean; readonly rolePolicy?: boolean } = {},
): Promise<Key> {
  const { accountB, bucket, role } = delivery;
  const policy = allowing(keyActions, inKeyPolicy, { sid: "Delivery", principal: role });
  const key = await accountB.createKey(keyPolicy ? { policy } : {});
  await bucket.encryptWith(key);
  if (rolePolicy) await allowRole(delivery, key.arn);
  return key;
}

async function allowRole(delivery: Delivery, keyArn: string): Promise<void> {
  await delivery.role.putPolicy(
    roleAllowing(delivery).and(allowing(keyActions, { policyArns: [keyArn] }, { sid: "UseKey" })),
  );
}
