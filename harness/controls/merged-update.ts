import { isDeepStrictEqual } from "node:util";
import { control, fails, holds } from "./control.ts";

/** The descriptions in which a destination on S3 is shown, each with all that it has of it. */
const descriptions = ["S3DestinationDescription", "ExtendedS3DestinationDescription"] as const;

export const mergedUpdate = control({
  name: "update-keeps-what-it-does-not-name",
  title: "an update that names the bucket alone changes nothing else of the destination",
  measure: async ({ directPut }) => {
    const { before, after, bucketArn } = await (await directPut).update;
    const differing = descriptions.flatMap((name) => {
      const expected: Readonly<Record<string, unknown>> = { ...before[name], BucketARN: bucketArn };
      const seen: Readonly<Record<string, unknown>> = { ...after[name] };
      return Object.keys(expected).filter((member) => !isDeepStrictEqual(expected[member], seen[member]));
    });
    if (differing.length === 0) return holds;
    return fails(`an update is not merged into the destination: it leaves ${[...new Set(differing)].join(", ")} wrong`);
  },
});
