import { expect, test } from "vitest";
import type { Configuration } from "../../check/configuration.ts";
import { judge } from "../../check/unknown/judge.ts";
import {
  accountB,
  allowDelivery,
  article,
  bucketArn,
  policyText,
  readStream,
  roleArn,
  writeObjects,
} from "./article.ts";

const useOfKeys = { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" };
const denial = { Effect: "Deny", Principal: "*", Resource: "*" };
const source = { file: "test" };

interface Statements {
  readonly key?: readonly object[];
  readonly bucket?: readonly object[];
  readonly role?: object;
}

/** The article's delivery under a key of B's that its role may use, with further statements. */
function underKey({ key = [], bucket = [], role = useOfKeys }: Statements): Configuration {
  const arn = `arn:aws:kms:us-east-1:${accountB}:key/1b2c3d4e-0000-4000-8000-00000000abcd`;
  const root = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountB}:root` }, Action: "kms:*", Resource: "*" };
  const policy = policyText("key policy", root, { ...useOfKeys, Principal: { AWS: roleArn } }, ...key);
  const configuration = article({ role: [writeObjects, readStream, role], bucket: [allowDelivery, ...bucket] });
  const { deliveryStream } = configuration;
  const EncryptionConfiguration = { KMSEncryptionConfig: { AWSKMSKeyARN: arn } };
  const destination = { ...deliveryStream.destination, EncryptionConfiguration };
  return {
    ...configuration,
    keys: [{ arn, aliases: [], policy, grants: [], isEnabled: true, source }],
    deliveryStream: { ...deliveryStream, destination },
  };
}

const viaService = (value: "true" | "false") => ({ Bool: { "aws:ViaAWSService": value } });
const onKey = (Condition: object) => ({ ...denial, Action: "kms:*", Condition });
const onObjects = (Condition: object) => ({
  ...denial,
  Action: "s3:PutObject",
  Resource: `${bucketArn}/*`,
  Condition,
});

test.for<readonly [string, Statements, "works" | "broken"]>([
  ["the key is denied but through services", { key: [onKey(viaService("false"))] }, "works"],
  ["the key is denied through services", { key: [onKey(viaService("true"))] }, "broken"],
  [
    "the key is denied through S3",
    { key: [onKey({ StringEquals: { "aws:CalledViaLast": "s3.amazonaws.com" } })] },
    "broken",
  ],
  [
    "the key is denied through Firehose, which calls with its role",
    { key: [onKey({ "ForAnyValue:StringEquals": { "aws:CalledVia": "firehose.amazonaws.com" } })] },
    "works",
  ],
  ["the role may use the key through services", { role: { ...useOfKeys, Condition: viaService("true") } }, "works"],
  [
    "the role may use the key but through services",
    { role: { ...useOfKeys, Condition: viaService("false") } },
    "broken",
  ],
  ["objects are denied through services", { bucket: [onObjects(viaService("true"))] }, "works"],
  ["objects are denied but through services", { bucket: [onObjects(viaService("false"))] }, "broken"],
])("S3's use of the key is in a forward access session, Firehose's calls are not: %s", async ([, statements, kind]) => {
  const configuration = underKey(statements);
  expect((await judge(configuration, { by: "direct" })).outcome.kind).toBe(kind);
  expect((await judge(configuration, { by: "wire" })).outcome.kind).toBe(kind);
});
