/** The article's set-up as a configuration, and what tests change about it. */

import type { Configuration, PolicyText, RoleConfiguration } from "../../check/configuration.ts";
import { deliveryActions, readActions } from "../../harness/index.ts";

export const accountA = "111111111111";
export const accountB = "222222222222";
export const roleArn = `arn:aws:iam::${accountA}:role/delivery`;
export const streamArn = `arn:aws:kinesis:us-east-1:${accountA}:stream/orders`;
export const bucketArn = "arn:aws:s3:::landing-b";
export const bucketAndObjects = [bucketArn, `${bucketArn}/*`];

const source = { file: "test" };

export function policyText(name: string, ...statements: readonly object[]): PolicyText {
  return { name, text: JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2), source };
}

export const firehoseTrust = {
  Effect: "Allow",
  Principal: { Service: "firehose.amazonaws.com" },
  Action: "sts:AssumeRole",
};
export const writeObjects = { Sid: "Write", Effect: "Allow", Action: [...deliveryActions], Resource: bucketAndObjects };
export const readStream = { Sid: "Read", Effect: "Allow", Action: [...readActions], Resource: streamArn };
export const allowDelivery = {
  Sid: "AllowDelivery",
  Effect: "Allow",
  Principal: { AWS: roleArn },
  Action: [...deliveryActions],
  Resource: bucketAndObjects,
};

/** Statements in the place of the article's. */
export interface Statements {
  readonly trust?: readonly object[];
  readonly role?: readonly object[];
  /** None: the bucket has no policy. */
  readonly bucket?: readonly object[];
}

export function article(
  { trust = [firehoseTrust], role = [writeObjects, readStream], bucket = [allowDelivery] }: Statements = {},
  change: Partial<Configuration> = {},
): Configuration {
  const delivery: RoleConfiguration = {
    accountId: accountA,
    partition: "aws",
    name: "delivery",
    trustPolicy: policyText("trust policy", ...trust),
    inlinePolicies: role.length === 0 ? [] : [policyText("deliver", ...role)],
    attachedPolicyArns: [],
    source,
  };
  return {
    accountA: { id: accountA, region: "us-east-1" },
    accountB: { id: accountB, region: "us-east-1" },
    dataStream: { arn: streamArn, source },
    deliveryStream: {
      name: "deliver",
      reads: { dataStreamArn: streamArn, roleArn },
      destination: {
        RoleARN: roleArn,
        BucketARN: bucketArn,
        BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 5 },
      },
      source,
    },
    roles: [delivery],
    managedPolicies: [],
    bucket: {
      name: "landing-b",
      ...(bucket.length > 0 && { policy: policyText("bucket policy", ...bucket) }),
      source,
    },
    keys: [],
    logStreams: [],
    assumed: [],
    notChecked: [],
    unknowns: [],
    references: [],
    assumptions: [],
    ...change,
  };
}
