import { iamArn } from "../harness/arns.ts";
import { allowing, deliveryActions, readActions, scenario, trusting } from "../harness/index.ts";

/**
 * The flow as a person does it by hand, in that order.
 * Source: Firehose Developer Guide, "Cross-Account Delivery to an Amazon S3 Destination".
 */
export const crossAccountDelivery = scenario({
  name: "cross-account-delivery",
  title: "a record put in account A arrives in account B's bucket",
  shows: "allow",
  twin: "permissions/no-bucket-policy",

  given: async ({ accountA, accountB, step, check, checkRefused, expect }) => {
    const bucket = await step("account B creates a bucket with today's defaults", () => accountB.createBucket());
    const roleName = accountA.nameOf("delivery");
    await checkRefused(
      "a bucket policy for a role that does not exist yet is refused",
      () =>
        bucket.putPolicy(
          allowing(deliveryActions, bucket, {
            principal: { arn: iamArn(accountA.region, accountA.id, `role/${roleName}`) },
          }),
        ),
      { code: "MalformedPolicy", message: "Invalid principal in policy", status: 400 },
      ["unknown-principal-is-refused"],
    );

    const { dataStream, deliveryRole } = await step(
      "account A creates a data stream and a role for Firehose",
      async () => ({
        dataStream: await accountA.createDataStream({ shards: 1 }),
        deliveryRole: await accountA.createRole({
          name: roleName,
          trustPolicy: trusting({ service: "firehose.amazonaws.com", externalId: accountA.id }),
        }),
      }),
    );
    const deliveryStream = await step("account A creates a delivery stream into a bucket of its own", async () => {
      const ownBucket = await accountA.createBucket({ name: accountA.nameOf("own") });
      await deliveryRole.putPolicy(
        allowing(deliveryActions, ownBucket, { sid: "WriteObjects" }).and(
          allowing(readActions, dataStream, { sid: "ReadStream" }),
        ),
      );
      return accountA.createDeliveryStream({ source: dataStream, deliveryRole, destination: ownBucket });
    });

    const before = await deliveryStream.describe();
    await step("account A redirects the delivery stream to account B's bucket", async () =>
      deliveryStream.redirect(bucket, await deliveryStream.version()),
    );
    await check("the bucket is another, the version is the next, and nothing else has changed", async () => {
      const after = await deliveryStream.describe();
      expect([before.VersionId, after.VersionId], "the version before and after").toEqual(["1", "2"]);
      const unchanged = { ...before.Destinations?.[0]?.ExtendedS3DestinationDescription, BucketARN: bucket.arn };
      expect(after.Destinations?.[0]?.ExtendedS3DestinationDescription, "the destination").toEqual(unchanged);
    }, ["update-keeps-what-it-does-not-name", "stale-version-is-refused"]);
    await checkRefused(
      "an update with the version of before is refused",
      async () => deliveryStream.redirect(bucket, { ...(await deliveryStream.version()), versionId: "1" }),
      { code: "ConcurrentModificationException", status: 400 },
      ["stale-version-is-refused"],
    );

    await step("account A allows its role the seven S3 actions in account B's bucket", () =>
      deliveryRole.putPolicy(
        allowing(deliveryActions, bucket, { sid: "WriteObjects" }).and(
          allowing(readActions, dataStream, { sid: "ReadStream" }),
        ),
      ),
    );
    await step("account B allows account A's role the same in the bucket policy", () =>
      bucket.putPolicy(allowing(deliveryActions, bucket, { sid: "AllowDelivery", principal: deliveryRole })),
    );
    return { bucket, dataStream, deliveryStream };
  },

  when: ({ dataStream }, { step }) =>
    step("account A puts a record into the data stream", () =>
      // What `aws kinesis put-record --data "VGhpcyBpcyBhIHBlbg=="` of AWS CLI v2 sends.
      dataStream.putRecord({ data: Buffer.from("VGhpcyBpcyBhIHBlbg==", "base64"), partitionKey: "1" }),
    ),

  outcome: async ({ bucket, deliveryStream }, { accountA, accountB, step, check, fact, expect }) => {
    const object = await step("delivered: the object appears in account B's bucket", async () => {
      const seen = await bucket.waitForObject({ from: deliveryStream, withinSeconds: 600 });
      fact("key", seen.key);
      return seen;
    });
    await check("contents", () => {
      fact("contents", object.text);
      expect(object, "the object").toHaveContents("This is a pen");
    });
    await check("key", () => expect(object.key, "the key").toMatch(keyOf(deliveryStream.name, 2)), [
      "object-key-has-the-version",
    ]);
    await check("ownership", () => {
      const { owner, grants } = object.acl;
      const named = (id: string) =>
        id === accountB.canonicalUserId
          ? `${id} (account B)`
          : id === accountA.canonicalUserId
            ? `${id} (account A)`
            : id;
      fact("owner", named(owner));
      for (const { grantee, permission } of grants) fact("grant", `${permission} to ${named(grantee)}`);
      expect(object, "the object's owner").toBeOwnedBy(accountB);
      expect(object, "the object's owner").not.toBeOwnedBy(accountA);
      expect(object, "the object's grants").toGrant([[accountB, "FULL_CONTROL"]]);
    }, ["accounts-have-canonical-user-ids-of-their-own", "owner-follows-the-ownership-mode"]);
    // That it arrived shows that the policies are right only where wrong ones would have stopped it.
    await check(
      "policies",
      async () => expect(await deliveryStream.failures(), "the deliveries that failed").toEqual([]),
      [
        "identity-policy-is-enforced",
        "bucket-policy-is-enforced",
        "delivery-is-authorized",
        "delivery-failures-are-told",
      ],
    );
  },
});

/** `YYYY/MM/dd/HH/<stream>-<version>-YYYY-MM-dd-HH-MM-SS-<uuid>`. Source: the same guide, "Amazon S3 Object Name Format". */
function keyOf(deliveryStreamName: string, version: number): RegExp {
  const uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  return new RegExp(
    `^(\\d{4})/(\\d{2})/(\\d{2})/(\\d{2})/${deliveryStreamName}-${version}-\\1-\\2-\\3-\\4-\\d{2}-\\d{2}-${uuid}$`,
  );
}
