import type { ResourceKind } from "../../journal/journal.ts";

export type ServiceName = "sts" | "iam" | "s3" | "kinesis" | "firehose" | "kms" | "logs";

/** A call's parameters, by AWS's names. */
export type Input = Readonly<Record<string, unknown>>;

export type Tags = Readonly<Record<string, string>>;

/** What a call does in an account, and to what. */
export type Operation =
  | {
      readonly effect: "reads";
      /** It lists a bucket's content, which a run that waits for objects does most. */
      readonly lists?: "objects";
    }
  | {
      readonly effect: "creates";
      readonly kind: ResourceKind;
      readonly named: Naming;
      /** How its tags go into the call that creates it. */
      readonly tagged: (input: Input, tags: Tags) => Input;
      /** It can do something, so that it takes a permissions boundary. */
      readonly takesBoundary?: true;
    }
  | { readonly effect: "changes" | "removes"; readonly kind: ResourceKind; readonly named: Naming };

/** The parameter that says which resource a call is about, and how. */
export interface Naming {
  readonly by: string;
  /**
   * `name`: by its name. `policy-arn`: the name is an ARN's last part. `key-arn`: a key's ARN or id, known since it was
   * created. `log-group`: behind `/aws/kinesisfirehose/`.
   */
  readonly as: "name" | "policy-arn" | "key-arn" | "log-group";
}

const reads: Operation = { effect: "reads" };
const listsObjects: Operation = { effect: "reads", lists: "objects" };

const asList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const withTagList = (input: Input, tags: Tags): Input => ({
  ...input,
  Tags: [...((input.Tags as readonly unknown[] | undefined) ?? []), ...asList(tags)],
});

const withTagMap =
  (member: "Tags" | "tags") =>
  (input: Input, tags: Tags): Input => ({ ...input, [member]: { ...(input[member] as Tags | undefined), ...tags } });

const bucket = about("bucket", "Bucket");
const role = about("role", "RoleName");
const user = about("user", "UserName");
const policy = about("policy", "PolicyArn", "policy-arn");
const dataStream = about("data-stream", "StreamName");
const deliveryStream = about("delivery-stream", "DeliveryStreamName");
const key = about("key", "KeyId", "key-arn");
const logGroup = about("log-group", "logGroupName", "log-group");

function about(kind: ResourceKind, by: string, as: Naming["as"] = "name") {
  return { kind, named: { by, as } } as const;
}

function changes(what: ReturnType<typeof about>): Operation {
  return { effect: "changes", ...what };
}

function removes(what: ReturnType<typeof about>): Operation {
  return { effect: "removes", ...what };
}

/**
 * Every operation that harness, scenarios and controls may call on AWS. One that is not here is not sent: what it would
 * change is not known.
 */
export const operations: Readonly<Record<ServiceName, Readonly<Record<string, Operation>>>> = {
  sts: { GetCallerIdentity: reads },
  iam: {
    CreateRole: { effect: "creates", ...role, tagged: withTagList, takesBoundary: true },
    PutRolePolicy: changes(role),
    DeleteRolePolicy: changes(role),
    DetachRolePolicy: changes(role),
    UpdateAssumeRolePolicy: changes(role),
    PutRolePermissionsBoundary: changes(role),
    DeleteRole: removes(role),
    CreatePolicy: { effect: "creates", ...about("policy", "PolicyName"), tagged: withTagList },
    DeletePolicyVersion: changes(policy),
    DeletePolicy: removes(policy),
    CreateUser: { effect: "creates", ...user, tagged: withTagList, takesBoundary: true },
    CreateAccessKey: changes(user),
    DeleteAccessKey: changes(user),
    DeleteUserPolicy: changes(user),
    DetachUserPolicy: changes(user),
    DeleteUser: removes(user),
    ListRoles: reads,
    ListRolePolicies: reads,
    ListAttachedRolePolicies: reads,
    ListPolicyVersions: reads,
    ListAccessKeys: reads,
    ListUserPolicies: reads,
    ListAttachedUserPolicies: reads,
  },
  s3: {
    CreateBucket: {
      effect: "creates",
      ...bucket,
      tagged: (input, tags) => ({
        ...input,
        CreateBucketConfiguration: withTagList((input.CreateBucketConfiguration as Input | undefined) ?? {}, tags),
      }),
    },
    PutBucketPolicy: changes(bucket),
    DeleteBucketPolicy: changes(bucket),
    PutBucketEncryption: changes(bucket),
    PutPublicAccessBlock: changes(bucket),
    PutObject: changes(bucket),
    DeleteObjects: changes(bucket),
    AbortMultipartUpload: changes(bucket),
    DeleteBucket: removes(bucket),
    ListBuckets: reads,
    ListObjectsV2: listsObjects,
    ListObjectVersions: listsObjects,
    ListMultipartUploads: listsObjects,
    GetObject: reads,
    GetObjectAcl: reads,
  },
  kinesis: {
    CreateStream: { effect: "creates", ...dataStream, tagged: withTagMap("Tags") },
    PutRecord: changes(dataStream),
    PutRecords: changes(dataStream),
    DeleteStream: removes(dataStream),
    DescribeStreamSummary: reads,
  },
  firehose: {
    CreateDeliveryStream: { effect: "creates", ...deliveryStream, tagged: withTagList },
    UpdateDestination: changes(deliveryStream),
    PutRecord: changes(deliveryStream),
    DeleteDeliveryStream: removes(deliveryStream),
    DescribeDeliveryStream: reads,
  },
  kms: {
    CreateKey: {
      effect: "creates",
      // It has no name; its description stands for one.
      ...about("key", "Description"),
      tagged: (input, tags) => ({
        ...input,
        Tags: [
          ...((input.Tags as readonly unknown[] | undefined) ?? []),
          ...Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        ],
      }),
    },
    DisableKey: changes(key),
    ScheduleKeyDeletion: removes(key),
    ListKeys: reads,
    DescribeKey: reads,
  },
  logs: {
    CreateLogGroup: { effect: "creates", ...logGroup, tagged: withTagMap("tags") },
    CreateLogStream: changes(logGroup),
    DeleteLogGroup: removes(logGroup),
    GetLogEvents: reads,
  },
};

/** The service that the AWS CLI calls so; undefined where it is none of these. */
export function cliService(name: string): ServiceName | undefined {
  const service = name === "s3api" ? "s3" : name;
  return service in operations && name !== "s3" ? (service as ServiceName) : undefined;
}
