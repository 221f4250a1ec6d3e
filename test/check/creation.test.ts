/** What CreateDeliveryStream asks of a bucket, and what of it a delivery stream that is there meets. */
import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import { expect, test } from "vitest";
import type { Configuration } from "../../check/configuration.ts";
import { findRepair } from "../../check/repair/search.ts";
import { judge } from "../../check/unknown/judge.ts";
import { deliveryActions } from "../../harness/index.ts";
import { allowDelivery, article, bucketArn, readStream, roleArn, writeObjects } from "./article.ts";

async function causeOf(configuration: Configuration) {
  const { outcome } = await judge(configuration, { by: "direct" });
  expect(outcome.kind).toBe("broken");
  return outcome.cause;
}

const without = (action: string) => deliveryActions.filter((each) => each !== action);
const atCreation =
  "creation   AWS refuses a new delivery stream for it: firehose:CreateDeliveryStream answers InvalidArgumentException";

test.each<[string, Configuration]>([
  ["the bucket policy", article({ bucket: [{ ...allowDelivery, Action: without("s3:GetBucketLocation") }] })],
  ["the role's policy", article({ role: [{ ...writeObjects, Action: without("s3:GetBucketLocation") }, readStream] })],
  ["no bucket policy", article({ bucket: [] })],
])("a bucket that does not answer, for %s, fails deliveries, and a new delivery stream", async (_what, broken) => {
  const cause = await causeOf(broken);
  expect(cause).toMatchObject({ kind: "delivery-denied", action: "s3:GetBucketLocation", code: "S3.AccessDenied" });
  expect(cause?.explanation).toContain(atCreation);
  const repair = await findRepair(broken);
  expect((await judge(repair?.configuration ?? broken, { by: "direct" })).outcome.kind).toBe("works");
});

test("a bucket that answers and takes no objects fails deliveries alone", async () => {
  const cause = await causeOf(article({ bucket: [{ ...allowDelivery, Action: without("s3:PutObject") }] }));
  expect(cause).toMatchObject({ kind: "delivery-denied", action: "s3:PutObject" });
  expect(cause?.explanation).not.toContain("creation");
});

function withDestination(settings: Partial<ExtendedS3DestinationConfiguration>): Configuration {
  const configuration = article();
  const { deliveryStream } = configuration;
  return {
    ...configuration,
    deliveryStream: { ...deliveryStream, destination: { ...deliveryStream.destination, ...settings } },
  };
}

test.each<[string, Partial<ExtendedS3DestinationConfiguration>, string, string]>([
  [
    "a source backup every 59 s",
    {
      S3BackupMode: "Enabled",
      S3BackupConfiguration: {
        RoleARN: roleArn,
        BucketARN: bucketArn,
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 59 },
      },
    },
    "S3 backup buffering interval must be between 60 and 900 seconds.",
    "let 60 s be the buffering interval of the source backup of delivery stream `deliver`",
  ],
  [
    "processing without a processor",
    { ProcessingConfiguration: { Enabled: true, Processors: [] } },
    "A maximum of 5 and a minimum of 1 processor needs to be supplied when processing is enabled.",
    "leave out the processing, which has no processor, of delivery stream `deliver`",
  ],
])("%s is refused, and repaired", async (_what, settings, message, repair) => {
  const broken = withDestination(settings);
  const action = "firehose:CreateDeliveryStream";
  expect(await causeOf(broken)).toMatchObject({ kind: "set-up-refused", action, message });
  expect((await findRepair(broken))?.changes.map(({ text }) => text)).toEqual([repair]);
});
