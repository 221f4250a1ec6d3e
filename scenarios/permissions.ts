/**
 * Each of the permissions that the documentation asks for, missing on one side: the delivery fails, or the permission
 * turns out to be one that a delivery which succeeds makes no use of.
 * Source: Firehose Developer Guide, "Controlling access"; what each absence does follows from the calls that are made.
 */
import {
  allowing,
  type DeliveryAction,
  deliveryActions,
  type ReadAction,
  readActions,
  type Scenario,
  without,
} from "../harness/index.ts";
import { bucketAllowing, creationRefused, delivered, notDelivered, roleAllowing } from "./delivery.ts";

/** Without these nothing is delivered; they are needed on both sides. */
export const neededActions: readonly DeliveryAction[] = ["s3:GetBucketLocation", "s3:PutObject", "s3:PutObjectAcl"];

/** Without these the data stream cannot be read. */
const neededToRead: readonly ReadAction[] = ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"];

/** One of each kind, for the twins. */
const needed = "s3-put-object";
const unneeded = "s3-abort-multipart-upload";

export const permissionScenarios: readonly Scenario[] = [
  ...deliveryActions.flatMap((action) => [
    withMissing(action, "role", {
      title: `the role's policy lacks ${action}`,
      change: { rolePolicy: (parts) => roleAllowing(parts, without(deliveryActions, action)), isLater: true },
    }),
    withMissing(action, "bucket-policy", {
      title: `the bucket policy lacks ${action}`,
      change: {
        bucketPolicy: (parts, role) => bucketAllowing(parts, role, without(deliveryActions, action)),
        isLater: true,
      },
    }),
  ]),
  ...neededToRead.map((action) =>
    notDelivered({
      name: `permissions/role-without-${kebab(action)}`,
      title: `the data stream cannot be read where the role's policy lacks ${action}`,
      twin: "cross-account-delivery",
      code: "Kinesis.AccessDenied",
      change: { rolePolicy: (parts) => roleAllowing(parts, deliveryActions, without(readActions, action)) },
    }),
  ),
  creationRefused({
    name: "permissions/role-without-kinesis-describe-stream",
    title: "a delivery stream is refused where the role's policy lacks kinesis:DescribeStream",
    twin: "cross-account-delivery",
    change: {
      rolePolicy: (parts) => roleAllowing(parts, deliveryActions, without(readActions, "kinesis:DescribeStream")),
    },
    error: (role, { dataStream }) => ({
      code: "InvalidArgumentException",
      message: `Role ${role.arn} is not authorized to perform: kinesis:DescribeStream on resource ${dataStream.arn}.`,
      status: 400,
    }),
  }),
  notDelivered({
    name: "permissions/no-bucket-policy",
    title: "nothing arrives where only account A allows it",
    twin: "cross-account-delivery",
    code: "S3.AccessDenied",
    change: { bucketPolicy: () => undefined, isLater: true },
  }),
  notDelivered({
    name: "permissions/no-role-policy",
    title: "nothing arrives where only account B allows it",
    twin: "cross-account-delivery",
    code: "S3.AccessDenied",
    change: { rolePolicy: ({ dataStream }) => allowing(readActions, dataStream, { sid: "ReadStream" }), isLater: true },
  }),
];

function withMissing(
  action: DeliveryAction,
  side: "role" | "bucket-policy",
  { title, change }: Pick<Parameters<typeof delivered>[0], "title" | "change">,
): Scenario {
  const name = `permissions/${side}-without-${kebab(action)}`;
  return neededActions.includes(action)
    ? notDelivered({
        name,
        title: `nothing arrives where ${title}`,
        twin: `permissions/${side}-without-${unneeded}`,
        code: "S3.AccessDenied",
        change,
      })
    : delivered({
        name,
        title: `the record arrives although ${title}`,
        twin: `permissions/${side}-without-${needed}`,
        change,
      });
}

/** `s3:PutObjectAcl` → `s3-put-object-acl` */
function kebab(action: string): string {
  return action
    .replace(":", "-")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
}
