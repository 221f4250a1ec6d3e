import type { Configuration } from "./configuration.ts";

/**
 * What AWS's words for it, `Invalid arn us-east-1`, leave unsaid: that a key is of another region than what it is to encrypt.
 * Undefined where AWS has said something else. Sources: Firehose API Reference, KMSEncryptionConfig: the key is of the
 * bucket's region; KMS's words were recorded by LocalStack (test_kms.py, test_s3_sse_validate_kms_key).
 */
export function keyOfAnotherRegion(
  configuration: Configuration,
  of: "bucket" | "data stream",
  message: string,
): string | undefined {
  if (!/Invalid arn/.test(message)) return undefined;
  const { what, region, key, service } = of === "bucket" ? useOfBucket(configuration) : useOfDataStream(configuration);
  const regionOfKey = /^arn:[\w-]+:kms:([\w-]+):/.exec(key ?? "")?.[1];
  if (regionOfKey === undefined || regionOfKey === region) return undefined;
  return `key \`${key}\` is in region ${regionOfKey} and ${what} in ${region}: ${service} uses no key of another region`;
}

interface Use {
  readonly what: string;
  readonly region: string | undefined;
  readonly key: string | undefined;
  readonly service: string;
}

/** The key that Firehose asks for goes before the bucket's own. */
function useOfBucket({ bucket, accountB, deliveryStream }: Configuration): Use {
  const asked = deliveryStream.destination.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN;
  const byDefault = bucket.encryption?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  return { what: `bucket \`${bucket.name}\``, region: accountB.region, key: asked ?? byDefault, service: "S3" };
}

function useOfDataStream({ dataStream }: Configuration): Use {
  const [, , , region, , resource] = dataStream?.arn.split(":") ?? [];
  const what = `data stream \`${resource?.replace("stream/", "")}\``;
  return { what, region, key: dataStream?.kmsKeyArn, service: "Kinesis Data Streams" };
}
