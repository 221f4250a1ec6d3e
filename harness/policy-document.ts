/** Policy documents in the words of the field: `allowing(deliveryActions, bucket).and(allowing(readActions, stream))`. */

/** What Firehose does in a bucket of another account. Source: Firehose Developer Guide, "Controlling access", S3 destination. */
export const deliveryActions = [
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutObject",
  "s3:PutObjectAcl",
] as const;

/** What Firehose does with a data stream that it reads. Source: the same page, Kinesis source. */
export const readActions = [
  "kinesis:DescribeStream",
  "kinesis:GetShardIterator",
  "kinesis:GetRecords",
  "kinesis:ListShards",
] as const;

export type DeliveryAction = (typeof deliveryActions)[number];
export type ReadAction = (typeof readActions)[number];

/** Something that policies name: a bucket is itself and its objects. */
export interface PolicyResource {
  readonly policyArns: readonly string[];
}

export type PolicyPrincipal = { readonly arn: string } | { readonly service: string } | "*";

export interface StatementOptions {
  readonly sid?: string;
  /** In resource policies. */
  readonly principal?: PolicyPrincipal;
  /** Operator, key, values. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: StatementOptions["condition"];
}

/** A policy by its statements. `allowing`, `denying` and `trusting` make one; `and` joins them. */
export class PolicyDocument {
  readonly statements: readonly PolicyStatement[];

  constructor(statements: readonly PolicyStatement[]) {
    this.statements = statements;
  }

  /** Both documents' statements in one. */
  and(other: PolicyDocument): PolicyDocument {
    return new PolicyDocument([...this.statements, ...other.statements]);
  }

  /** As AWS is sent it. */
  toString(): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: this.statements });
  }
}

/** Allows `actions` on the resource: with a principal for a resource policy, without for an identity policy. */
export function allowing(
  actions: readonly string[],
  resource: PolicyResource,
  options: StatementOptions = {},
): PolicyDocument {
  return new PolicyDocument([statement("Allow", actions, resource, options)]);
}

/** Denies `actions` on the resource. */
export function denying(
  actions: readonly string[],
  resource: PolicyResource,
  options: StatementOptions = {},
): PolicyDocument {
  return new PolicyDocument([statement("Deny", actions, resource, options)]);
}

/** A trust policy: who may assume the role, and with which external id (Firehose sends its account's id). */
export function trusting({
  externalId,
  ...principal
}: ({ readonly service: string } | { readonly arn: string }) & { readonly externalId?: string }): PolicyDocument {
  return new PolicyDocument([
    {
      Effect: "Allow",
      Principal: principalElement(principal),
      Action: ["sts:AssumeRole"],
      ...(externalId !== undefined && { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
    },
  ]);
}

/** All of `actions` but one. */
export function without<Action extends string>(actions: readonly Action[], missing: Action): readonly Action[] {
  return actions.filter((action) => action !== missing);
}

/** Only some of what a resource stands for: a bucket without its objects, its objects without the bucket. */
export function onlyArns(...policyArns: readonly string[]): PolicyResource {
  return { policyArns };
}

function statement(
  Effect: PolicyStatement["Effect"],
  Action: readonly string[],
  { policyArns }: PolicyResource,
  { sid, principal, condition }: StatementOptions,
): PolicyStatement {
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect,
    ...(principal !== undefined && { Principal: principalElement(principal) }),
    Action,
    Resource: policyArns,
    ...(condition !== undefined && { Condition: condition }),
  };
}

function principalElement(principal: PolicyPrincipal): "*" | Readonly<Record<string, string>> {
  if (principal === "*") return "*";
  return "arn" in principal ? { AWS: principal.arn } : { Service: principal.service };
}
