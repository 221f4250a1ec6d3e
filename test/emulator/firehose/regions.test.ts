import { CreateBucketCommand, GetBucketLocationCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf } from "../../support/clients.ts";
import {
  allowInBucket,
  Bucket,
  createActive,
  type DeliveryWorld,
  deliveryActions,
  deliveryWorld,
  put,
  secondsMs,
  textsIn,
} from "./support.ts";

const region = "eu-central-1";

/** Account B in another region than account A, with a bucket there that lets A's role do these things. */
async function bucketAbroad(aws: DeliveryWorld, actions: readonly string[]) {
  const b = aws.clientsOf(aws.accountB, { region });
  const abroad = { ...aws, b };
  await b.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
  if (actions.length > 0) await allowInBucket(abroad, actions);
  return abroad;
}

/** What arrives of one record, and with which codes its delivery failed. */
async function delivery(aws: DeliveryWorld) {
  const arn = await createActive(aws);
  await put(aws, "This is a pen");
  await aws.emulator.clock.advance(300 * secondsMs);
  const failures = new Set(aws.emulator.deliveries.failures(arn).map(({ error }) => error?.code));
  return { arrived: await textsIn(aws.b), failures: [...failures] };
}

const denied = { arrived: [], failures: ["S3.AccessDenied"] };

test("delivers into another account's bucket in another region", async () => {
  await using aws = await deliveryWorld();
  const abroad = await bucketAbroad(aws, deliveryActions);
  const location = await abroad.b.s3.send(new GetBucketLocationCommand({ Bucket }));
  expect(location.LocationConstraint).toBe(region);
  expect(await delivery(abroad)).toEqual({ arrived: ["This is a pen"], failures: [] });
});

test("is denied there as anywhere where the bucket's policy does not let the role write", async () => {
  await using aws = await deliveryWorld();
  const abroad = await bucketAbroad(aws, ["s3:GetBucketLocation"]);
  expect(await delivery(abroad)).toEqual(denied);
});

test("is denied where the bucket's policy does not let the role ask for the region", async () => {
  await using aws = await deliveryWorld();
  const abroad = await bucketAbroad(
    aws,
    deliveryActions.filter((action) => action !== "s3:GetBucketLocation"),
  );
  expect(await delivery(abroad)).toEqual(denied);
});

test("both accounts' clients meet their own regions at one endpoint, and are redirected from the other's", async () => {
  await using aws = await deliveryWorld();
  const abroad = await bucketAbroad(aws, []);
  const object = new PutObjectCommand({ Bucket, Key: "pen", Body: "This is a pen" });
  const { url: endpoint } = aws.emulator;
  const settings = { endpoint, region: "us-east-1", credentials: aws.accountB };
  const staying = new S3Client({ ...settings, maxAttempts: 1 });
  expect(await errorOf(staying.send(object))).toMatchObject({ code: "PermanentRedirect", status: 301 });
  const following = new S3Client({ ...settings, followRegionRedirects: true });
  await following.send(object);
  expect(await textsIn(abroad.b)).toEqual(["This is a pen"]);
  staying.destroy();
  following.destroy();
});
