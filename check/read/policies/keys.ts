import { InputError } from "../../input-error.ts";
import type { PolicyDocument } from "./document.ts";
import type { Facts } from "./facts.ts";
import { accountsNamed, arnIn } from "./names.ts";

/** A key's policy with the ARN of the key that it is of. */
export interface KeyPolicy {
  readonly arn: string;
  readonly document: PolicyDocument;
}

/**
 * Each key policy with its key: by the account that it names as a whole, else in the order of the files. `destinationKey`:
 * ARN of the key that objects are encrypted under. Throws an `InputError` where there are more policies than keys.
 */
export function keyPolicies(
  documents: readonly PolicyDocument[],
  { streamKey, destinationKey }: Pick<Facts, "streamKey" | "destinationKey">,
): readonly KeyPolicy[] {
  const arns = [destinationKey, streamKey].filter((arn) => arn !== undefined);
  const policies = documents.filter(({ kind }) => kind === "key");
  if (policies.length > arns.length) {
    throw new InputError(
      policies[arns.length]?.policy.source ?? { file: "input" },
      "is the policy of a key, and the role's policies name fewer keys than there are policies of keys",
      "name the keys by ARN in the role's policies, or describe the set-up in a crosscheck.json",
    );
  }
  const left = [...policies];
  return arns.flatMap((arn): readonly KeyPolicy[] => {
    const named = left.find(({ statements }) => accountsNamed(statements).includes(arnIn(arn)?.accountId ?? ""));
    const document = named ?? (arns.length === policies.length ? left[0] : undefined);
    if (document === undefined) return [];
    left.splice(left.indexOf(document), 1);
    return [{ arn, document }];
  });
}
