import { rootArn } from "../model/arn.ts";
import type { ManagingService } from "./key.ts";

/** Aliases that are an AWS service's own. */
export const managedAliases: ReadonlyMap<string, ManagingService> = new Map([
  ["alias/aws/s3", "s3"],
  ["alias/aws/kinesis", "kinesis"],
]);

/**
 * Aliases that every account has before a key stands behind them. AWS publishes no list; these are what accounts show,
 * by moto's and AWS's own examples, and those that are emulated.
 * Source: KMS API Reference, ListAliases: "predefined aliases".
 */
export const predefinedAliases: readonly string[] = [
  ...["acm", "dynamodb", "ebs", "elasticfilesystem", "es", "glue", "kinesis", "kinesisvideo", "lambda", "rds"],
  ...["redshift", "s3", "secretsmanager", "ssm", "xray"],
].map((name) => `alias/aws/${name}`);

/**
 * The policy of an AWS managed key: everyone of its account may use it through its service, and look at it. No other
 * account can, and nobody can change it. Source: KMS Developer Guide, "AWS managed keys"; shape as GetKeyPolicy shows it.
 */
export function managedKeyPolicy(service: ManagingService, accountId: string, region: string): string {
  const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
  const name = service === "s3" ? "S3" : "Kinesis";
  return JSON.stringify({
    Version: "2012-10-17",
    Id: `auto-${service}-2`,
    Statement: [
      {
        Sid: `Allow access through ${name} for all principals in the account that are authorized to use ${name}`,
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: use,
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": accountId,
            "kms:ViaService": `${service}.${region}.amazonaws.com`,
          },
        },
      },
      {
        Sid: "Allow direct access to key metadata to the account",
        Effect: "Allow",
        Principal: { AWS: rootArn(region, accountId) },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*"],
        Resource: "*",
      },
    ],
  });
}
