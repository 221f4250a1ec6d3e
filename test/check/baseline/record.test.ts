import { describe, expect, test } from "vitest";
import { recordOf } from "../../../check/baseline/record.ts";
import { deliveryActions } from "../../../harness/index.ts";
import { accountA, allowDelivery, article, bucketAndObjects, readStream, writeObjects } from "../article.ts";

const now = Date.UTC(2026, 0, 1);

describe("the record of a configuration", () => {
  test("says what it does", async () => {
    const s3 = {
      loadBearing: ["s3:GetBucketLocation", "s3:PutObject", "s3:PutObjectAcl"],
      used: ["s3:AbortMultipartUpload"],
      excess: ["s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    };
    const streamActions = [
      "kinesis:DescribeStream",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ];
    const record = await recordOf(article(), now);
    expect(record).toMatchObject({
      format: "firehose-crosscheck/baseline/2",
      verdict: "works",
      object: { owner: "account B", encryption: "AES256", grants: ["FULL_CONTROL to account B"] },
      access: {
        "act as the role": ["service firehose.amazonaws.com"],
        read: ["an administrator of account B", "role delivery of account A"],
        write: ["an administrator of account B", "role delivery of account A"],
        delete: ["an administrator of account B"],
        "re-permission object": [],
        "re-permission bucket": ["an administrator of account B"],
        "change the object": ["an administrator of account B", "role delivery of account A: `s3:AbortMultipartUpload`"],
      },
      permissions: { A: { ...s3, loadBearing: [...streamActions, ...s3.loadBearing] }, B: s3 },
      notChecked: [],
    });
    expect(record).not.toHaveProperty("because");
    expect(Object.keys(record.access)).not.toContain("describe the object");
  });

  test("is the same for the same permissions in other words and another order", async () => {
    const reworded = article({
      role: [
        { ...readStream, Sid: "Other" },
        ...deliveryActions
          .toReversed()
          .map((Action) => ({ Effect: "Allow", Action, Resource: bucketAndObjects.toReversed() })),
      ],
      bucket: [{ ...allowDelivery, Sid: "Renamed", Action: deliveryActions.toReversed() }],
    });
    expect(await recordOf(reworded, now)).toEqual(await recordOf(article(), now));
  });

  test("is another where somebody else can read", async () => {
    const open = await recordOf(article({ bucket: [{ ...allowDelivery, Principal: { AWS: accountA } }] }), now);
    expect(open.access.read).toEqual([
      "an administrator of account A",
      "an administrator of account B",
      "role delivery of account A",
    ]);
  });

  test("is another where the delivery is broken", async () => {
    const { verdict, because } = await recordOf(
      article({ role: [{ ...writeObjects, Action: "s3:PutObject" }, readStream] }),
      now,
    );
    expect({ verdict, because }).toEqual({
      verdict: "broken",
      because: "nothing arrives: s3:GetBucketLocation is denied (S3.AccessDenied)",
    });
  });
});
