import { partitionOf } from "./partition.ts";

/** The parts of `arn:partition:service:region:account:resource`; S3's carry neither region nor account. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** Everything after the fifth colon: `role/path/name`, `stream/orders`, `bucket/key`. */
  readonly resource: string;
}

/** Undefined where the text is not an ARN. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, accountId, ...resource] = text.split(":");
  if (arn !== "arn" || !partition || !service || region === undefined || accountId === undefined) return undefined;
  if (resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(":") };
}

/** Of a text that is known to be an ARN; every part is empty where it is none. */
export function arnParts(text: string): Arn {
  return parseArn(text) ?? { partition: "", service: "", region: "", accountId: "", resource: "" };
}

/** The account in an ARN; empty where it has none. */
export function accountOfArn(arn: string): string {
  return arnParts(arn).accountId;
}

/** The name in a bucket's ARN; any other text as it is. */
export function bucketNameOf(arn: string): string {
  return arn.replace(/^arn:[\w-]+:s3:::/, "");
}

/** Of something that is in a region; so do the others tell the partition from a region in it. */
export function formatArn(service: string, region: string, accountId: string, resource: string): string {
  return `arn:${partitionOf(region).name}:${service}:${region}:${accountId}:${resource}`;
}

/** `resource`: `role/path/name`, `root`. IAM is one for the whole partition. */
export function iamArn(region: string, accountId: string, resource: string): string {
  return `arn:${partitionOf(region).name}:iam::${accountId}:${resource}`;
}

/** An account as a principal. */
export function rootArn(region: string, accountId: string): string {
  return iamArn(region, accountId, "root");
}

/** A session of a role, without the role's path. */
export function sessionArn(region: string, accountId: string, roleName: string, sessionName: string): string {
  return `arn:${partitionOf(region).name}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
}

/** Without the bucket's region, which its name does not need. */
export function bucketArn(region: string, name: string): string {
  return `arn:${partitionOf(region).name}:s3:::${name}`;
}
