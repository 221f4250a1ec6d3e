import type { CreateBucketCommandInput } from "@aws-sdk/client-s3";
import * as errors from "./errors.ts";
import { accountRegionalName } from "./naming.ts";

/**
 * Whether the bucket is to be in its account's own namespace, which its name and the header have to say alike.
 * Errors: MissingNamespaceHeader, InvalidBucketNamespace. What S3 says of `global` beside a name of an account's namespace is not
 * documented: it is taken as no header. Source: S3 User Guide, "Namespaces for general purpose buckets".
 */
export function checkNamespace(
  { Bucket: name = "", BucketNamespace: namespace = "global" }: CreateBucketCommandInput,
  accountId: string,
  region: string,
): boolean {
  const named = accountRegionalName(name);
  if (namespace === "global") {
    if (named !== undefined) throw errors.missingNamespaceHeader();
    return false;
  }
  if (namespace !== "account-regional") {
    const message = `Invalid x-amz-bucket-namespace header: ${namespace}`;
    throw errors.invalidArgument(message, "x-amz-bucket-namespace", namespace);
  }
  const problem = named === undefined ? noSuffix(accountId, region) : mismatch(named, { accountId, region });
  if (problem !== undefined) throw errors.invalidBucketNamespace(problem);
  return true;
}

function noSuffix(accountId: string, region: string): string {
  return `the bucket name does not end with -${accountId}-${region}-an. Specify the targeted account and region in the bucket name.`;
}

interface Namespace {
  readonly accountId: string;
  readonly region: string;
}

function mismatch(named: Namespace, own: Namespace): string | undefined {
  if (named.accountId !== own.accountId) {
    return `the requested AWS Account ID '${named.accountId}' does not match the caller's AWS Account ID '${own.accountId}'. Specify the caller's AWS Account ID in the bucket name.`;
  }
  if (named.region !== own.region) {
    return `the requested region '${named.region}' does not match the current region '${own.region}'. Specify the targeted region in the bucket name.`;
  }
  return undefined;
}
