import type { PolicyText } from "../../configuration.ts";
import type { Part } from "../../part.ts";
import type { Reading } from "./reading.ts";

/** The unique id that a role had, by its ARN, which stays. */
export type RecreatedRoles = ReadonlyMap<string, string>;

/**
 * Roles that a plan deletes and creates again under the same name. A policy of another account that was saved for the old
 * one does not let the new one in: AWS keeps the principal as the unique id. Source: IAM User Guide, "AWS JSON policy
 * elements: Principal".
 */
export function recreatedRoles(readings: readonly Reading[]): RecreatedRoles {
  const recreated = readings.filter(
    ({ resource: { type, actions } }) =>
      type === "aws_iam_role" && actions.includes("delete") && actions.includes("create"),
  );
  return new Map(
    recreated.flatMap(({ resource: { before } }) =>
      typeof before?.arn === "string" && typeof before.unique_id === "string" ? [[before.arn, before.unique_id]] : [],
    ),
  );
}

/** Bucket policies that no plan saves again name the role that is gone. */
export function savedBefore(part: Part, recreated: RecreatedRoles, readings: readonly Reading[]): Part {
  if (recreated.size === 0) return part;
  const savedAgain = new Set(
    readings
      .filter(({ resource: { actions } }) => actions.includes("create") || actions.includes("update"))
      .map(({ resource }) => resource.address),
  );
  const asKept = (policy: PolicyText): PolicyText => {
    const address = policy.source.path?.replace(/\.policy$/, "") ?? "";
    return savedAgain.has(address) ? policy : { ...policy, text: withIds(policy.text, recreated) };
  };
  return {
    ...part,
    buckets: part.buckets.map((bucket) =>
      bucket.policy === undefined ? bucket : { ...bucket, policy: asKept(bucket.policy) },
    ),
  };
}

function withIds(text: string, recreated: RecreatedRoles): string {
  return [...recreated].reduce((before, [arn, id]) => before.replaceAll(`"${arn}"`, `"${id}"`), text);
}
