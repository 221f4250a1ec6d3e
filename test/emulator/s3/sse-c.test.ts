import { GetBucketEncryptionCommand, PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { Bucket, bucketOfB } from "./support.ts";

test("takes no customer's key until the bucket unblocks them, and then none that would be lost", async () => {
  await using world = await twoAccounts();
  const { s3, put } = await bucketOfB(world);
  const encrypted = () => put("k", "x", { SSECustomerAlgorithm: "AES256" });
  expect(await errorOf(encrypted())).toEqual({ code: "AccessDenied", message: "Access Denied", status: 403 });
  const block = (type: "NONE" | "SSE-C") =>
    s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
              BlockedEncryptionTypes: { EncryptionType: [type] },
            },
          ],
        },
      }),
    );
  const blocked = async () => {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    return ServerSideEncryptionConfiguration?.Rules?.[0]?.BlockedEncryptionTypes?.EncryptionType;
  };
  await block("NONE");
  expect(await blocked()).toEqual(["NONE"]);
  expect((await errorOf(encrypted())).code).toBe("NotImplemented");
  await block("SSE-C");
  expect(await blocked()).toEqual(["SSE-C"]);
  expect((await errorOf(encrypted())).code).toBe("AccessDenied");
});
