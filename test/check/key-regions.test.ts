import { describe, expect, test } from "vitest";
import type { Configuration } from "../../check/configuration.ts";
import { judge } from "../../check/unknown/judge.ts";
import {
  accountA,
  accountB,
  allowDelivery,
  article,
  policyText,
  readStream,
  roleArn,
  writeObjects,
} from "./article.ts";

async function tryOut(configuration: Configuration) {
  const { outcome: overTheWire } = await judge(configuration, { by: "wire" });
  const { outcome: pastIt } = await judge(configuration, { by: "direct" });
  expect([pastIt.kind, pastIt.cause?.explanation]).toEqual([overTheWire.kind, overTheWire.cause?.explanation]);
  return overTheWire;
}

const useOfKeys = { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" };
const source = { file: "test" };

function keyIn(region: string, owner: string): Configuration["keys"][number] {
  const root = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${owner}:root` }, Action: "kms:*", Resource: "*" };
  const use = { ...useOfKeys, Principal: { AWS: roleArn } };
  return {
    arn: `arn:aws:kms:${region}:${owner}:key/1b2c3d4e-0000-4000-8000-00000000abcd`,
    aliases: ["alias/landing"],
    policy: policyText("key policy", root, use),
    grants: [],
    isEnabled: true,
    source,
  };
}

/** The article's, in two regions. */
function inRegions(a: string, b: string, keys: Configuration["keys"]): Configuration {
  const dataStreamArn = `arn:aws:kinesis:${a}:${accountA}:stream/orders`;
  const role = [writeObjects, { ...readStream, Resource: dataStreamArn }, useOfKeys];
  const configuration = article({ role, bucket: [allowDelivery] });
  const { deliveryStream } = configuration;
  return {
    ...configuration,
    accountA: { id: accountA, region: a },
    accountB: { id: accountB, region: b },
    dataStream: { arn: dataStreamArn, source },
    deliveryStream: { ...deliveryStream, reads: { dataStreamArn, roleArn } },
    keys,
  };
}

function deliveringUnder(arn: string, configuration: Configuration): Configuration {
  const { deliveryStream } = configuration;
  const EncryptionConfiguration = { KMSEncryptionConfig: { AWSKMSKeyARN: arn } };
  const destination = { ...deliveryStream.destination, EncryptionConfiguration };
  return { ...configuration, deliveryStream: { ...deliveryStream, destination } };
}

function encryptedBy(arn: string, configuration: Configuration): Configuration {
  const encryption = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn } } as const;
  return { ...configuration, bucket: { ...configuration.bucket, encryption } };
}

const unsaid = (arn: string, region: string) =>
  `key \`${arn}\` is in region ${region} and bucket \`landing-b\` in eu-west-1: S3 uses no key of another region`;

describe("a key that is to encrypt what is delivered", () => {
  test("is one of the bucket's region, whatever region the delivery stream is in", async () => {
    const key = keyIn("eu-west-1", accountB);
    for (const regionOfA of ["eu-west-1", "us-east-1"]) {
      const configuration = inRegions(regionOfA, "eu-west-1", [key]);
      expect((await tryOut(deliveringUnder(key.arn, configuration))).kind).toBe("works");
      expect((await tryOut(encryptedBy(key.arn, configuration))).kind).toBe("works");
    }
  });

  test("of another region is not found by S3", async () => {
    const key = keyIn("us-east-1", accountB);
    for (const regionOfA of ["eu-west-1", "us-east-1"]) {
      const configuration = inRegions(regionOfA, "eu-west-1", [key]);
      for (const each of [deliveringUnder(key.arn, configuration), encryptedBy(key.arn, configuration)]) {
        const { kind, cause, refused } = await tryOut(each);
        expect({ kind, refused }).toEqual({ kind: "broken", refused: [] });
        expect(cause).toMatchObject({ kind: "delivery-failed", code: "S3.KMS.NotFoundException" });
        expect(cause?.message).toContain("(KMS.NotFoundException: Invalid arn us-east-1)");
        expect(cause?.explanation).toBe(unsaid(key.arn, "us-east-1"));
      }
    }
  });
});

describe("a data stream's key", () => {
  const underKey = (region: string) => {
    const key = keyIn(region, accountA);
    const configuration = inRegions("eu-west-1", "eu-west-1", [key]);
    const arn = `arn:aws:kinesis:eu-west-1:${accountA}:stream/orders`;
    return { ...configuration, dataStream: { arn, kmsKeyArn: key.arn, source } };
  };

  test("is one of its region", async () => {
    expect((await tryOut(underKey("eu-west-1"))).kind).toBe("works");
  });

  test("of another region is refused with the encryption that names it", async () => {
    const { kind, cause } = await tryOut(underKey("us-east-1"));
    expect(kind).toBe("broken");
    expect(cause).toMatchObject({ action: "kinesis:StartStreamEncryption", code: "KMSNotFoundException" });
    expect(cause?.explanation).toContain(
      "data stream `orders` in eu-west-1: Kinesis Data Streams uses no key of another",
    );
  });
});
