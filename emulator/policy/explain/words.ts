/** Words for the reader: accounts, statements, holders of policies, and why a statement missed the request. */
import { isS3Arn } from "../arns.ts";
import { type Slip, slipsIn } from "../slips.ts";
import type { MismatchReason, PolicyType, StatementRef } from "../types.ts";

/** Names of accounts by id, e.g. `account A`; an account without one is called by its id. */
export type AccountNames = ReadonlyMap<string, string>;

export function accountText(accountId: string, names: AccountNames): string {
  return names.get(accountId) ?? `account ${accountId}`;
}

export function statementText({ sid, index }: Pick<StatementRef, "sid" | "index">): string {
  return sid === undefined || sid === "" ? `statement ${index + 1}` : `statement \`${sid}\``;
}

/** `role \`delivery\``, `bucket \`b-landing\``; the ARN itself for anything else. */
export function holderText(arn: string): string {
  const match = /^arn:[^:]*:(?:iam::\d*:(role|user)\/(?:.*\/)?|s3:::()|kms:[^:]*:\d*:(key)\/)([^/]+)$/.exec(arn);
  if (match === null) return `\`${arn}\``;
  return `${match[1] ?? match[3] ?? "bucket"} \`${match[4]}\``;
}

/** What to call the layer at the start of a line. */
export function layerText(policyType: PolicyType, attachedTo: string): string {
  switch (policyType) {
    case "permissions-boundary":
      return "boundary";
    case "service-control":
      return "SCP";
    case "resource-control":
      return "RCP";
    case "resource":
      return isS3Arn(attachedTo) ? "bucket" : "resource";
    default:
      return policyType;
  }
}

export function policyText({ policyType, policyName }: Pick<StatementRef, "policyType" | "policyName">): string {
  switch (policyType) {
    case "service-control":
      return `service control policy \`${policyName}\``;
    case "resource-control":
      return `resource control policy \`${policyName}\``;
    case "permissions-boundary":
      return `permissions boundary \`${policyName}\``;
    case "session":
      return `session policy \`${policyName}\``;
    default:
      return `policy \`${policyName}\``;
  }
}

/** Why the statement missed, as a clause about "it". */
export function reasonText(reason: MismatchReason, names: AccountNames): string {
  switch (reason.kind) {
    case "action":
      return reason.negated ? `its NotAction leaves out \`${reason.action}\`` : actionText(reason);
    case "resource":
      return resourceText(reason);
    case "principal":
      return principalReasonText(reason);
    case "recreated-principal":
      return `it was saved for an earlier ${holderText(reason.arn)} (${reason.savedId}), which is gone; the present one is ${reason.currentId}`;
    case "condition": {
      const actual = reason.actual === undefined ? "has no such key" : `has ${list(reason.actual)}`;
      return `its condition ${reason.operator} on \`${reason.key}\` asks for ${list(reason.expected)}, and the request ${actual}`;
    }
    case "delegates-only":
      return `it names only ${accountText(reason.accountId, names)}, whose own policies then have to allow`;
  }
}

function actionText({ action, listed }: Extract<MismatchReason, { kind: "action" }>): string {
  const slips = slipsIn(listed, action).slice(0, 3);
  return [`its Action lacks \`${action}\``, ...slips.map(slipText)].join(", and ");
}

function slipText({ listed, meant }: Slip): string {
  if (/[*?]/.test(listed)) return `lists \`${listed}\`, which matches no action`;
  return `lists \`${listed}\`, which is not an action${meant === undefined ? "" : `; \`${meant}\` is`}`;
}

function resourceText({ arn, listed, negated }: Extract<MismatchReason, { kind: "resource" }>): string {
  if (negated) return "its NotResource leaves out this resource";
  const bucket = arn.split("/")[0] ?? arn;
  const fromBucket = listed.filter((pattern) => pattern === bucket || pattern.startsWith(`${bucket}/`));
  if (isS3Arn(arn) && fromBucket.length > 0) {
    if (arn === bucket) return "its Resource is objects of the bucket, not the bucket itself";
    if (fromBucket.every((pattern) => pattern === bucket)) return "its Resource is the bucket, not its objects";
  }
  return listed.length === 0 ? "it has no Resource" : `its Resource is ${list(listed)}`;
}

function principalReasonText({ principal, listed, negated }: Extract<MismatchReason, { kind: "principal" }>): string {
  if (negated) return "its NotPrincipal leaves out the caller";
  const services = listed.filter((entry) => /^[a-z0-9.-]+\.[a-z]+$/.test(entry));
  const caller = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  if (services.length > 0 && services.length === listed.length && caller !== undefined) {
    return `its Principal is the service ${list(services)}, but the caller is a session of role \`${caller}\``;
  }
  return `its Principal is ${list(listed)}, not the caller`;
}

/** At most three, in backticks. */
export function list(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `\`${text}\``);
  return `${shown.join(", ")}${texts.length > 3 ? ` and ${texts.length - 3} more` : ""}` || "nothing";
}
