import type { Configuration, PolicyText } from "../configuration.ts";
import { roleArn } from "../roles.ts";

/** Actions that the account's policies grant to the roles that deliver, as they write them; sorted, each once. */
export function grantedPatterns(configuration: Configuration, side: "A" | "B"): readonly string[] {
  const { roles, managedPolicies, bucket, deliveryStream } = configuration;
  const delivering = new Set([deliveryStream.destination.RoleARN, deliveryStream.reads?.roleArn]);
  const ofRoles = roles
    .filter((role) => delivering.has(roleArn(role)))
    .flatMap(({ inlinePolicies, attachedPolicyArns }) => [
      ...inlinePolicies,
      ...managedPolicies.filter(({ arn }) => attachedPolicyArns.includes(arn)).map(({ document }) => document),
    ]);
  const policies = side === "A" ? ofRoles : bucket.policy === undefined ? [] : [bucket.policy];
  return [...new Set(policies.flatMap(allowedActions))].sort();
}

function allowedActions({ text }: PolicyText): readonly string[] {
  try {
    const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
    return [Statement].flat().flatMap((statement) => {
      const { Effect, Action } = (statement ?? {}) as { readonly Effect?: unknown; readonly Action?: unknown };
      return Effect === "Allow" ? [Action].flat().filter((action) => typeof action === "string") : [];
    });
  } catch {
    return [];
  }
}

/** As IAM compares actions: `*` and `?`, and no difference between capital and small letters. */
export function matches(pattern: string, action: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(action);
}
