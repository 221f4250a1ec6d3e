import type { Tag } from "@aws-sdk/client-firehose";
import type { Call, Permission } from "../model/action.ts";
import { parseArn } from "../model/arn.ts";
import { requestTagKeys, type TagKeys, withResourceTags } from "../model/tag-keys.ts";
import type { FirehoseStore } from "./store.ts";
import { deliveryStreamArn } from "./stream.ts";

/** The ARN follows from the name alone, so a caller is denied before anyone learns whether the stream exists. */
export function arnOf(call: Call<{ readonly DeliveryStreamName?: string | undefined }>): string {
  return deliveryStreamArn(call.region, call.caller.accountId ?? "", call.input.DeliveryStreamName ?? "");
}

/** `firehose:<operation>` on the delivery stream that the input names. */
export function streamPermission(
  store: FirehoseStore,
  operation: string,
  call: Call<{ readonly DeliveryStreamName?: string | undefined }>,
  context: Permission["context"] = {},
): Permission {
  const arn = arnOf(call);
  return {
    action: `firehose:${operation}`,
    resource: { arn, accountId: call.caller.accountId ?? "" },
    context: withResourceTags(store.find(arn)?.tags, context),
  };
}

/** `aws:RequestTag/…` and `aws:TagKeys`. */
export function tagContext(tags: readonly Tag[] | undefined): TagKeys {
  return requestTagKeys((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value] as const));
}

/**
 * `iam:PassRole` on each role that a call hands to Firehose.
 * Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service".
 */
export function passRole(call: Call<unknown>, roleArns: readonly (string | undefined)[]): readonly Permission[] {
  return [...new Set(roleArns)]
    .filter((arn) => arn !== undefined && !isForeign(arn, call))
    .map((arn = "") => ({
      action: "iam:PassRole",
      resource: { arn, accountId: call.caller.accountId ?? "" },
      context: { "iam:passedtoservice": "firehose.amazonaws.com" },
    }));
}

/** Whether the role belongs to another account than the caller's: such a role can never be passed. */
export function isForeign(roleArn: string, call: Call<unknown>): boolean {
  return parseArn(roleArn)?.accountId !== call.caller.accountId;
}
