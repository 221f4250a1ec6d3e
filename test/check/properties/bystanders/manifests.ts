import type { Json } from "../files.ts";
import { allowing, type Bystander, trust } from "./bystander.ts";

function ofManifest(is: string, members: Json): Bystander {
  return {
    is,
    to: ({ kind, value }) => {
      if (kind !== "manifest" || (is.endsWith("account B") && value.accountB === undefined)) return undefined;
      const { roles, keys = [], managedPolicies, logStreams = [] } = value as Record<string, unknown>;
      return {
        ...value,
        roles: { ...(roles as Json), ...(members.roles as Json) },
        managedPolicies: { ...(managedPolicies as Json), ...(members.managedPolicies as Json) },
        keys: [...(keys as Json[]), ...((members.keys ?? []) as Json[])],
        logStreams: [...(logStreams as Json[]), ...((members.logStreams ?? []) as Json[])],
      };
    },
  };
}

const otherKey = (account: string) => `arn:aws:kms:us-east-1:${account}:key/0f0f0f0f-1111-4222-a333-444444444444`;

export const besideManifests: readonly Bystander[] = [
  ofManifest("a role", {
    roles: {
      thumbnails: {
        trustPolicy: trust("lambda.amazonaws.com"),
        policies: { own: allowing("s3:*", "arn:aws:s3:::thumbnails/*") },
      },
    },
  }),
  ofManifest("a role of account B", {
    roles: {
      reports: {
        account: "B",
        trustPolicy: trust("lambda.amazonaws.com"),
        managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      },
    },
  }),
  ofManifest("a role with a boundary, and a managed policy of its own", {
    roles: {
      bounded: {
        trustPolicy: trust("ec2.amazonaws.com"),
        managedPolicies: ["arn:aws:iam::111111111111:policy/own"],
        permissionsBoundary: "arn:aws:iam::111111111111:policy/nowhere",
      },
    },
    managedPolicies: {
      "arn:aws:iam::111111111111:policy/own": allowing("dynamodb:*", "*", {
        Condition: { StringEquals: { "odd:Key": "x" } },
      }),
    },
  }),
  ofManifest("a key of each account, one of them off", {
    keys: [
      { arn: otherKey("111111111111"), aliases: ["alias/vault"], isEnabled: false },
      {
        arn: otherKey("222222222222"),
        policy: allowing("kms:*", "*", { Principal: { AWS: "arn:aws:iam::222222222222:root" } }),
      },
    ],
  }),
  ofManifest("a log stream", { logStreams: [{ group: "/aws/lambda/thumbnails", stream: "today" }] }),
];
