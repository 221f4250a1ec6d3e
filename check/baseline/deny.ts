import { bucketArn } from "../../emulator/index.ts";
import type { Configuration } from "../configuration.ts";
import { findPolicy, type PolicyPlace, replacePolicy } from "../places/places.ts";
import { edited } from "../repair/edit-json.ts";
import { roleArn } from "../roles.ts";

/**
 * The configuration with a Deny of the action where the account decides: A in the roles that deliver, B in the bucket's
 * policy. Undefined for an action that is not decided there.
 */
export function denying(configuration: Configuration, side: "A" | "B", action: string): Configuration | undefined {
  return side === "A" ? denyingInRoles(configuration, action) : denyingInBucket(configuration, action);
}

function denyingInRoles(configuration: Configuration, action: string): Configuration | undefined {
  const { roles, deliveryStream } = configuration;
  // What lets Firehose become the role is a matter of the trust policy, which has mutations of its own.
  if (action === "sts:AssumeRole") return undefined;
  const delivering = new Set([deliveryStream.destination.RoleARN, deliveryStream.reads?.roleArn]);
  return roles
    .filter((role) => delivering.has(roleArn(role)))
    .reduce(
      (before, role) =>
        adding(
          before,
          { kind: "inline", roleArn: roleArn(role), name: "crosscheck-deny" },
          {
            Effect: "Deny",
            Action: action,
            Resource: "*",
          },
        ),
      configuration,
    );
}

const ofBucketItself = new Set(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]);

function denyingInBucket(configuration: Configuration, action: string): Configuration | undefined {
  if (!action.startsWith("s3:")) return undefined;
  const arn = bucketArn(configuration.accountB.region, configuration.bucket.name);
  const Resource = ofBucketItself.has(action) ? arn : `${arn}/*`;
  const { RoleARN } = configuration.deliveryStream.destination;
  const statement = { Effect: "Deny", Principal: { AWS: RoleARN }, Action: action, Resource };
  return adding(configuration, { kind: "bucket" }, statement);
}

function adding(configuration: Configuration, place: PolicyPlace, statement: object): Configuration {
  const before = findPolicy(configuration, place);
  const name = place.kind === "inline" ? place.name : "bucket policy";
  const source = before?.source ?? configuration.deliveryStream.source;
  const alone = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return replacePolicy(configuration, place, () => ({
    name,
    source,
    text: before === undefined ? alone : withStatement(before.text, statement),
  }));
}

function withStatement(text: string, statement: object): string {
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  return edited(text, [{ path: ["Statement"], value: [...[Statement].flat(), statement] }]);
}
