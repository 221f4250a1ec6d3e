import type { SeenCall } from "../target.ts";
import type { Setup } from "./setup.ts";

type Listed<Kind extends keyof Setup> = Setup[Kind][number];
type Document = Readonly<Record<string, unknown>>;

/** Follows the calls that make, change and delete things, and tells what there is. Calls that were refused change nothing. */
export class SetupOfCalls {
  readonly #kinds: { readonly [Kind in keyof Setup]: Map<string, Listed<Kind>> } = {
    buckets: new Map(),
    dataStreams: new Map(),
    deliveryStreams: new Map(),
    roles: new Map(),
    keys: new Map(),
    logGroups: new Map(),
  };

  see(call: SeenCall): void {
    if (call.error !== undefined) return;
    const { input, output = {}, account } = call;
    changes[`${call.service}:${call.operation}`]?.({
      account,
      input: input as Document,
      output: output as Document,
      kinds: this.#kinds,
    });
  }

  setup(): Setup {
    const list = <Kind extends keyof Setup>(kind: Kind) => [...this.#kinds[kind].values()];
    return {
      buckets: list("buckets"),
      dataStreams: list("dataStreams"),
      deliveryStreams: list("deliveryStreams"),
      roles: list("roles"),
      keys: list("keys"),
      logGroups: list("logGroups"),
    };
  }
}

interface Change {
  readonly account: string | undefined;
  readonly input: Document;
  readonly output: Document;
  readonly kinds: { readonly [Kind in keyof Setup]: Map<string, Listed<Kind>> };
}

/** By what AWS calls the operations. */
const changes: Readonly<Record<string, (change: Change) => void>> = {
  "s3:CreateBucket": ({ input, account, kinds }) => {
    const objectOwnership = text(input.ObjectOwnership) ?? "BucketOwnerEnforced";
    put(kinds.buckets, input.Bucket, (name) => ({ name, account, objectOwnership }));
  },
  "s3:PutBucketOwnershipControls": ({ input, kinds }) => {
    const objectOwnership = text(at(input, "OwnershipControls", "Rules", 0, "ObjectOwnership"));
    if (objectOwnership !== undefined) amend(kinds.buckets, input.Bucket, { objectOwnership });
  },
  "s3:PutBucketPolicy": ({ input, kinds }) => amend(kinds.buckets, input.Bucket, { policy: text(input.Policy) }),
  "s3:DeleteBucketPolicy": ({ input, kinds }) => amend(kinds.buckets, input.Bucket, { policy: undefined }),
  "s3:PutBucketEncryption": ({ input, kinds }) => {
    const rule = ["ServerSideEncryptionConfiguration", "Rules", 0, "ApplyServerSideEncryptionByDefault"] as const;
    const isKms = text(at(input, ...rule, "SSEAlgorithm"))?.startsWith("aws:kms") === true;
    const key = text(at(input, ...rule, "KMSMasterKeyID")) ?? (isKms ? "aws/s3" : undefined);
    amend(kinds.buckets, input.Bucket, { key });
  },
  "s3:DeleteBucket": ({ input, kinds }) => amend(kinds.buckets, input.Bucket, { isDeleted: true }),

  "kinesis:CreateStream": ({ input, account, kinds }) => {
    const shards = typeof input.ShardCount === "number" ? input.ShardCount : undefined;
    put(kinds.dataStreams, input.StreamName, (name) => ({ name, account, shards }));
  },
  "kinesis:StartStreamEncryption": ({ input, kinds }) =>
    amend(kinds.dataStreams, input.StreamName ?? lastPart(input.StreamARN), { key: text(input.KeyId) }),
  "kinesis:DeleteStream": ({ input, kinds }) => amend(kinds.dataStreams, input.StreamName, { isDeleted: true }),

  "firehose:CreateDeliveryStream": ({ input, account, kinds }) => {
    const destination = at(input, "ExtendedS3DestinationConfiguration") ?? at(input, "S3DestinationConfiguration");
    put(kinds.deliveryStreams, input.DeliveryStreamName, (name) => ({
      name,
      account,
      source: text(at(input, "KinesisStreamSourceConfiguration", "KinesisStreamARN")),
      intervalInSeconds: 300,
      sizeInMiB: 5,
      version: "1",
      ...destinationOf(destination),
    }));
  },
  "firehose:UpdateDestination": ({ input, kinds }) => {
    const update = at(input, "ExtendedS3DestinationUpdate") ?? at(input, "S3DestinationUpdate");
    const version = Number(text(input.CurrentDeliveryStreamVersionId) ?? 0) + 1;
    amend(kinds.deliveryStreams, input.DeliveryStreamName, { ...destinationOf(update), version: String(version) });
  },
  "firehose:DeleteDeliveryStream": ({ input, kinds }) =>
    amend(kinds.deliveryStreams, input.DeliveryStreamName, { isDeleted: true }),

  "iam:CreateRole": ({ input, account, kinds }) => {
    const trustPolicy = text(input.AssumeRolePolicyDocument);
    put(kinds.roles, input.RoleName, (name) => ({ name, account, trustPolicy, policies: [] }));
  },
  "iam:UpdateAssumeRolePolicy": ({ input, kinds }) =>
    amend(kinds.roles, input.RoleName, { trustPolicy: text(input.PolicyDocument) }),
  "iam:PutRolePolicy": ({ input, kinds }) => {
    const [name, document] = [text(input.PolicyName), text(input.PolicyDocument)];
    const others = kinds.roles.get(text(input.RoleName) ?? "")?.policies.filter((each) => each.name !== name) ?? [];
    if (name !== undefined && document !== undefined) {
      amend(kinds.roles, input.RoleName, { policies: [...others, { name, document }] });
    }
  },
  "iam:DeleteRolePolicy": ({ input, kinds }) => {
    const policies = kinds.roles.get(text(input.RoleName) ?? "")?.policies ?? [];
    amend(kinds.roles, input.RoleName, { policies: policies.filter(({ name }) => name !== input.PolicyName) });
  },
  "iam:PutRolePermissionsBoundary": ({ input, kinds }) =>
    amend(kinds.roles, input.RoleName, { boundary: text(input.PermissionsBoundary) }),
  "iam:DeleteRolePermissionsBoundary": ({ input, kinds }) =>
    amend(kinds.roles, input.RoleName, { boundary: undefined }),
  "iam:DeleteRole": ({ input, kinds }) => amend(kinds.roles, input.RoleName, { isDeleted: true }),

  "kms:CreateKey": ({ input, output, account, kinds }) => {
    const arn = text(at(output, "KeyMetadata", "Arn"));
    if (arn === undefined) return;
    put(kinds.keys, arn, () => ({ name: lastPart(arn) ?? arn, arn, account, policy: text(input.Policy) }));
  },
  "kms:PutKeyPolicy": ({ input, kinds }) => amend(kinds.keys, input.KeyId, { policy: text(input.Policy) }),
  "kms:DisableKey": ({ input, kinds }) => amend(kinds.keys, input.KeyId, { isDisabled: true }),
  "kms:EnableKey": ({ input, kinds }) => amend(kinds.keys, input.KeyId, { isDisabled: undefined }),
  "kms:ScheduleKeyDeletion": ({ input, kinds }) => amend(kinds.keys, input.KeyId, { isDeleted: true }),

  "logs:CreateLogGroup": ({ input, account, kinds }) =>
    put(kinds.logGroups, input.logGroupName, (name) => ({ name, account })),
  "logs:DeleteLogGroup": ({ input, kinds }) => amend(kinds.logGroups, input.logGroupName, { isDeleted: true }),
};

/** What an S3 destination says, in a creation or an update; what it does not say is not in the answer. */
function destinationOf(destination: unknown): Partial<Listed<"deliveryStreams">> {
  const hints = at(destination, "BufferingHints");
  const [interval, size] = [at(hints, "IntervalInSeconds"), at(hints, "SizeInMBs")];
  const said = {
    role: text(at(destination, "RoleARN")),
    bucket: text(at(destination, "BucketARN")),
    prefix: text(at(destination, "Prefix")),
    compression: text(at(destination, "CompressionFormat")),
    key: text(at(destination, "EncryptionConfiguration", "KMSEncryptionConfig", "AWSKMSKeyARN")),
    logGroup: text(at(destination, "CloudWatchLoggingOptions", "LogGroupName")),
    intervalInSeconds: typeof interval === "number" ? interval : undefined,
    sizeInMiB: typeof size === "number" ? size : undefined,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function put<Value>(map: Map<string, Value>, key: unknown, make: (key: string) => Value): void {
  if (typeof key === "string") map.set(key, make(key));
}

/** Of what nobody saw made, nothing is told. */
function amend<Value>(map: Map<string, Value>, key: unknown, changed: Partial<Value>): void {
  if (typeof key !== "string") return;
  const known = map.get(key);
  if (known !== undefined) map.set(key, { ...known, ...changed });
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null ? (inside as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function lastPart(arn: unknown): string | undefined {
  return text(arn)?.split("/").at(-1);
}
