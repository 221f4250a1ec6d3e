import { rootArn } from "../../emulator/index.ts";
import { accountOfArn, arnParts } from "../../emulator/model/arn.ts";
import type { Configuration, KeyConfiguration } from "../configuration.ts";
import { placeText } from "../places/places.ts";
import { principalsAllowed } from "../principals-allowed.ts";
import type { Cause } from "../verdict.ts";
import type { Candidate } from "./placed.ts";
import { editsFor } from "./policy-edits.ts";

/**
 * A statement by which the key's account can change its policy, where nobody of it could. KMS takes no other policy. Source: KMS
 * API Reference, PutKeyPolicy, BypassPolicyLockoutSafetyCheck.
 */
export function lockoutCandidates(configuration: Configuration, { action, message }: Cause): readonly Candidate[] {
  if (action !== "kms:PutKeyPolicy" || !message.includes("will not allow you to update the key policy")) return [];
  return configuration.keys.filter(isLocked).flatMap(({ arn, policy }): readonly Candidate[] => {
    const { region, accountId } = arnParts(arn);
    const statement = {
      Effect: "Allow",
      Principal: { AWS: rootArn(region, accountId) },
      Action: "kms:PutKeyPolicy",
      Resource: "*",
    };
    const place = { kind: "key", arn } as const;
    const edits = editsFor(policy?.text ?? "", 0, { kind: "add-statement", statement }, new Set());
    const text = `add to ${placeText(place, configuration)}: ${JSON.stringify(statement)}`;
    return edits === undefined ? [] : [[{ kind: "edit-policy", place, edits, text }]];
  });
}

function isLocked({ arn, policy }: KeyConfiguration): boolean {
  const account = accountOfArn(arn);
  if (policy === undefined) return false;
  return !principalsAllowed(policy, "kms:PutKeyPolicy").some((principal) => principal.includes(`::${account}:`));
}
