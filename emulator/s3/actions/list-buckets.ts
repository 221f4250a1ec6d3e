import { ListBuckets$, type ListBucketsCommandInput, type ListBucketsCommandOutput } from "@aws-sdk/client-s3";
import { action } from "../../model/action.ts";
import { bucketArn } from "../../model/arn.ts";
import * as errors from "../errors.ts";
import { compareUtf8 } from "../key-order.ts";
import type { S3Store } from "../store.ts";

type Output = Omit<ListBucketsCommandOutput, "$metadata">;

/** Source: S3 API Reference, ListBuckets. */
export const listBuckets = action<S3Store, ListBucketsCommandInput, Output>({
  schema: ListBuckets$,
  emulates: ["MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion"],
  // Policies write it as `*` or as all buckets. Source: S3 User Guide, "Controlling access to a bucket with user policies".
  permissions: (_store, { caller, region }) => [
    { action: "s3:ListAllMyBuckets", resource: { arn: bucketArn(region, "*"), accountId: caller.accountId ?? "" } },
  ],
  run: (store, { input, accountId }) => {
    const { MaxBuckets: most, ContinuationToken: token, Prefix: prefix = "", BucketRegion: region } = input;
    if (most !== undefined && (most < 1 || most > 10_000)) {
      throw errors.invalidArgument(
        "Argument max-buckets must be an integer between 1 and 10000",
        "max-buckets",
        String(most),
      );
    }
    const after = token === undefined ? "" : Buffer.from(token, "base64").toString();
    const found = store
      .listed()
      .filter((bucket) => bucket.owner.accountId === accountId && bucket.name.startsWith(prefix))
      .filter((bucket) => bucket.name > after && (region === undefined || bucket.region === region))
      .sort((one, other) => compareUtf8(one.name, other.name));
    const page = found.slice(0, most);
    const last = page.at(-1)?.name;
    return {
      Owner: { ID: store.environment.accounts.get(accountId).canonicalUserId },
      Buckets: page.map((bucket) => ({
        Name: bucket.name,
        CreationDate: new Date(bucket.createdAtMs),
        BucketRegion: bucket.region,
        BucketArn: bucket.arn,
      })),
      ...(prefix !== "" && { Prefix: prefix }),
      ...(found.length > page.length &&
        last !== undefined && { ContinuationToken: Buffer.from(last).toString("base64") }),
    };
  },
});
