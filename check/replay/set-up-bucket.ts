import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Configuration } from "../configuration.ts";
import { nameOfGone, uniqueIdsNamed } from "../principals-named.ts";
import { roleIdsOf } from "../roles.ts";
import type { Attempt } from "./attempt.ts";
import type { Hands } from "./hands.ts";
import { trustingNobody } from "./set-up-principals.ts";

/** Settings before the policy, for they say which policies are taken. */
export async function createBucket(
  { bucket, accountB, roles }: Pick<Configuration, "bucket" | "accountB" | "roles">,
  hands: Hands,
  handsOfA: Hands,
  attempt: Attempt,
): Promise<void> {
  const { name: Bucket, publicAccessBlock, encryption, isVersioned, policy, source } = bucket;
  await attempt(source, () =>
    hands.send(
      "s3",
      new CreateBucketCommand({
        Bucket,
        BucketNamespace: bucket.namespace,
        ObjectOwnership: bucket.objectOwnership,
        ACL: bucket.acl,
        ...(accountB.region !== "us-east-1" && {
          CreateBucketConfiguration: { LocationConstraint: accountB.region as BucketLocationConstraint },
        }),
      }),
    ),
  );

  if (publicAccessBlock !== undefined) {
    await attempt(source, () =>
      hands.send("s3", new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: publicAccessBlock })),
    );
  }
  if (encryption !== undefined) {
    await attempt(source, () =>
      hands.send(
        "s3",
        new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [encryption] } }),
      ),
    );
  }
  if (isVersioned === true) {
    await attempt(source, () =>
      hands.send("s3", new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } })),
    );
  }
  if (policy !== undefined) {
    await attempt(policy.source, async () => {
      const text = await withDeletedPrincipals(policy.text, new Set(roleIdsOf(roles).values()), handsOfA);
      await hands.send("s3", new PutBucketPolicyCommand({ Bucket, Policy: text.document }));
      await text.delete();
    });
  }
}

/**
 * A policy that AWS shows with a unique id in the place of a principal was saved for a role which is gone since. It comes
 * into being here as there: saved for a role that is deleted afterwards. The id of a role that is there means that role.
 */
async function withDeletedPrincipals(
  text: string,
  living: ReadonlySet<string>,
  hands: Hands,
): Promise<{ readonly document: string; delete(): Promise<void> }> {
  const names: string[] = [];
  let document = text;
  for (const id of new Set(uniqueIdsNamed({ text }))) {
    if (living.has(id)) continue;
    const RoleName = nameOfGone(id);
    names.push(RoleName);
    const trust = trustingNobody(hands.accountId);
    const { Role } = await hands.send("iam", new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    document = document.replaceAll(`"${id}"`, JSON.stringify(Role?.Arn));
  }
  return {
    document,
    async delete() {
      for (const RoleName of names) await hands.send("iam", new DeleteRoleCommand({ RoleName }));
    },
  };
}
