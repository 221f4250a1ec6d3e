import { AssumeRole$, type AssumeRoleRequest, type AssumeRoleResponse } from "@aws-sdk/client-sts";
import type { SessionRecord } from "../../iam/entities.ts";
import { validationError } from "../../iam/errors.ts";
import { requestTagContext, tagContext } from "../../iam/permissions.ts";
import type { IamStore } from "../../iam/store.ts";
import { action, type Call, type Permission } from "../../model/action.ts";
import { sessionArn } from "../../model/arn.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { ServiceError } from "../../model/service-error.ts";
import { assumeRoleConstraints } from "../constraints.ts";
import { issueSession } from "../credentials.ts";
import { accountOfRole } from "../role-of-arn.ts";
import { packedPercent, sessionPolicies } from "../session-policies.ts";
import { noSessionTags, sessionTags } from "../session-tags.ts";

const defaultSeconds = 3600;
const chainedSeconds = 3600;

/**
 * Turns a caller (a user, a session or an AWS service) into a session of a role. The role's trust policy must let it in;
 * from another account the caller's own policies must, too. A role that does not exist is refused like one that is
 * closed. Errors: AccessDenied, ValidationError, MalformedPolicyDocument, InvalidParameterValue, PackedPolicyTooLarge.
 * Source: STS API Reference, AssumeRole.
 */
export const assumeRole = action<IamStore, AssumeRoleRequest, AssumeRoleResponse>({
  schema: AssumeRole$,
  emulates: [
    ...(["RoleArn", "RoleSessionName", "PolicyArns", "Policy", "DurationSeconds", "Tags"] as const),
    ...(["TransitiveTagKeys", "ExternalId", "SourceIdentity"] as const),
  ],
  permissions: (store, call) => {
    checkConstraints(assumeRoleConstraints, call.input, "ValidationError");
    const { RoleArn = "", Tags, SourceIdentity } = call.input;
    const roleAccountId = accountOfRole(RoleArn, call.region);
    if (call.caller.principal.kind === "root") {
      throw new ServiceError("AccessDenied", "Roles may not be assumed by root accounts.", 403);
    }
    const calling = callingBearer(store, call);
    const { tags, transitiveTagKeys } = sessionTags(Tags, call.input.TransitiveTagKeys, calling);
    // Handing one down needs the permission like setting one.
    const sourceIdentity = SourceIdentity ?? calling.sourceIdentity;
    const needed = ["sts:AssumeRole"];
    if (tags.size > 0) needed.push("sts:TagSession");
    if (sourceIdentity !== undefined) needed.push("sts:SetSourceIdentity");
    const role = store.identitySeenByArn(RoleArn);
    const shared: Omit<Permission, "action"> = {
      resource: { arn: RoleArn, accountId: roleAccountId },
      rule: "resource-must-allow",
      resourcePolicies: role?.kind === "role" ? [store.trustPolicyOf(role)] : [],
      context: {
        ...tagContext(role?.tags),
        ...requestTagContext([...tags].map(([Key, Value]) => ({ Key, Value }))),
        ...(transitiveTagKeys.length > 0 && { "sts:transitivetagkeys": transitiveTagKeys }),
        "sts:externalid": call.input.ExternalId,
        "sts:rolesessionname": call.input.RoleSessionName,
        "sts:durationseconds": call.input.DurationSeconds?.toString(),
        "sts:sourceidentity": sourceIdentity,
      },
    };
    return needed.map((each) => ({ ...shared, action: each }));
  },
  run: (store, request) => {
    const { input, now, caller } = request;
    const { RoleArn = "", RoleSessionName: sessionName = "", DurationSeconds = defaultSeconds } = input;
    const role = store.identitySeenByArn(RoleArn);
    if (role?.kind !== "role") throw new TypeError(`${RoleArn} was allowed to be assumed but does not exist`);
    if (caller.principal.kind === "assumed-role" && DurationSeconds > chainedSeconds) {
      throw validationError(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
      );
    }
    if (DurationSeconds > role.maxSessionSeconds) {
      throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    const calling = callingBearer(store, request);
    const sourceIdentity = keptSourceIdentity(calling.sourceIdentity, input.SourceIdentity);
    const policies = sessionPolicies(store, role, input);
    const { tags, transitiveTagKeys } = sessionTags(input.Tags, input.TransitiveTagKeys, calling);
    const bearer: SessionRecord["bearer"] = {
      ...{ kind: "role", role, sessionName, tags, transitiveTagKeys },
      ...(policies !== undefined && { policies }),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    };
    return {
      Credentials: issueSession(store, role.accountId, bearer, now, DurationSeconds),
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${sessionName}`,
        Arn: sessionArn(store.region, role.accountId, role.name, sessionName),
      },
      ...(policies !== undefined && { PackedPolicySize: packedPercent(policies) }),
      ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
    };
  },
});

/** What the calling session hands down. */
function callingBearer(store: IamStore, { caller }: Pick<Call<object>, "caller">) {
  const bearer = store.bearerOf(caller);
  return bearer?.kind === "role" ? bearer : noSessionTags;
}

/** A source identity stays through a chain of roles. Source: IAM User Guide, "Monitor and control actions taken with assumed roles". */
function keptSourceIdentity(calling: string | undefined, requested: string | undefined): string | undefined {
  if (calling !== undefined && requested !== undefined && calling !== requested) {
    throw new ServiceError(
      "AccessDenied",
      "The source identity of the calling session cannot be changed by the session that it assumes.",
      403,
    );
  }
  return calling ?? requested;
}
