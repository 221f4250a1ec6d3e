import type { Place, Tree } from "../../tree.ts";
import { type Made, made } from "./made.ts";

interface Statement {
  readonly actions: readonly string[];
  /** Of the ARN what follows the partition; `{}` is the parameter. */
  readonly resources: readonly string[];
}

interface PolicyTemplate {
  readonly parameter: string;
  readonly statements: readonly Statement[];
}

const here = "${AWS::Region}:${AWS::AccountId}";
const ofBucket = ["s3:::{}", "s3:::{}/*"];
const deliveryStream = [`firehose:${here}:deliverystream/{}`];
const dataStream = [`kinesis:${here}:stream/{}`];
const key = [`kms:${here}:key/{}`];
const toPut = ["firehose:PutRecord", "firehose:PutRecordBatch"];
const lifecycle = ["s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration"];
const readingObjects = ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion"];

function template(parameter: string, ...statements: readonly Statement[]): PolicyTemplate {
  return { parameter, statements };
}

/**
 * Policy templates of SAM on what a delivery meets; none of the others permits anything on that. Source: SAM Developer Guide,
 * "Policy template list", SAM translator 1.115.
 */
const templates = new Map<string, PolicyTemplate>([
  ["FirehoseWritePolicy", template("DeliveryStreamName", { actions: toPut, resources: deliveryStream })],
  [
    "FirehoseCrudPolicy",
    template("DeliveryStreamName", {
      actions: [
        ...toPut,
        "firehose:CreateDeliveryStream",
        "firehose:DeleteDeliveryStream",
        "firehose:DescribeDeliveryStream",
        "firehose:UpdateDestination",
      ],
      resources: deliveryStream,
    }),
  ],
  [
    "KinesisStreamReadPolicy",
    template(
      "StreamName",
      { actions: ["kinesis:ListStreams", "kinesis:DescribeLimits"], resources: [`kinesis:${here}:stream/*`] },
      {
        actions: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
        ],
        resources: dataStream,
      },
    ),
  ],
  [
    "KinesisCrudPolicy",
    template("StreamName", {
      actions: [
        "kinesis:AddTagsToStream",
        "kinesis:CreateStream",
        "kinesis:DecreaseStreamRetentionPeriod",
        "kinesis:DeleteStream",
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetShardIterator",
        "kinesis:IncreaseStreamRetentionPeriod",
        "kinesis:ListTagsForStream",
        "kinesis:MergeShards",
        "kinesis:PutRecord",
        "kinesis:PutRecords",
        "kinesis:SplitShard",
        "kinesis:RemoveTagsFromStream",
      ],
      resources: dataStream,
    }),
  ],
  [
    "S3ReadPolicy",
    template("BucketName", { actions: [...readingObjects, "s3:GetLifecycleConfiguration"], resources: ofBucket }),
  ],
  [
    "S3WritePolicy",
    template("BucketName", {
      actions: ["s3:PutObject", "s3:PutObjectAcl", "s3:PutLifecycleConfiguration"],
      resources: ofBucket,
    }),
  ],
  [
    "S3CrudPolicy",
    template("BucketName", {
      actions: [...readingObjects, "s3:PutObject", "s3:PutObjectAcl", ...lifecycle, "s3:DeleteObject"],
      resources: ofBucket,
    }),
  ],
  [
    "S3FullAccessPolicy",
    template(
      "BucketName",
      {
        actions: [
          ...["Get", "Put", "Delete"].flatMap((verb) => [`s3:${verb}Object`, `s3:${verb}ObjectTagging`]),
          ...["Get", "Put", "Delete"].map((verb) => `s3:${verb}ObjectVersionTagging`),
          "s3:GetObjectAcl",
          "s3:GetObjectVersion",
          "s3:PutObjectAcl",
        ],
        resources: ["s3:::{}/*"],
      },
      { actions: ["s3:ListBucket", "s3:GetBucketLocation", ...lifecycle], resources: ["s3:::{}"] },
    ),
  ],
  ["KMSDecryptPolicy", template("KeyId", { actions: ["kms:Decrypt"], resources: key })],
  ["KMSEncryptPolicy", template("KeyId", { actions: ["kms:Encrypt"], resources: key })],
  [
    "KMSEncryptPolicy_v2",
    template("KeyId", {
      actions: [
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:GenerateDataKeyPair",
        "kms:GenerateDataKeyPairWithoutPlaintext",
      ],
      resources: key,
    }),
  ],
]);

/** The document of a policy template; undefined of one that permits nothing here. */
export function policyOfTemplate(name: string, values: Tree, at: Place): Tree | undefined {
  const found = templates.get(name);
  const value = values.kind === "dictionary" ? values.members.get(found?.parameter ?? "") : undefined;
  if (found === undefined || value === undefined) return undefined;
  return made(
    {
      Version: "2012-10-17",
      Statement: found.statements.map(
        ({ actions, resources }): Made => ({
          Effect: "Allow",
          Action: actions,
          Resource: resources.map((each) => ({
            "Fn::Sub": [`arn:\${AWS::Partition}:${each.replace("{}", "${given}")}`, { given: value }],
          })),
        }),
      ),
    },
    at,
  );
}
