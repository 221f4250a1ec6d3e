import {
  AssumeRoleWithWebIdentity$,
  type AssumeRoleWithWebIdentityRequest,
  type AssumeRoleWithWebIdentityResponse,
} from "@aws-sdk/client-sts";
import type { SessionRecord } from "../../iam/entities.ts";
import { validationError } from "../../iam/errors.ts";
import { tagContext } from "../../iam/permissions.ts";
import type { IamStore } from "../../iam/store.ts";
import { action } from "../../model/action.ts";
import { sessionArn } from "../../model/arn.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { ServiceError } from "../../model/service-error.ts";
import { assumeRoleConstraints } from "../constraints.ts";
import { issueSession } from "../credentials.ts";
import { accountOfRole } from "../role-of-arn.ts";
import { packedPercent, sessionPolicies } from "../session-policies.ts";
import { verifiedIdentity, webIdentityCaller } from "../web-identity.ts";

const { RoleArn, RoleSessionName, PolicyArns, Policy, DurationSeconds } = assumeRoleConstraints;
const constraints = {
  ...{ RoleArn, RoleSessionName, PolicyArns, Policy, DurationSeconds },
  WebIdentityToken: { required: true, minLength: 4, maxLength: 20_000 },
};

const defaultSeconds = 3600;

/**
 * Turns the holder of an OpenID Connect ID token into a session of a role. The call is not signed: the token proves who
 * calls, and the role's trust policy decides, with the token's claims as condition keys. Whether the role exists does not
 * show. Errors: InvalidIdentityToken, ExpiredTokenException, AccessDenied, ValidationError, PackedPolicyTooLarge.
 * Source: STS API Reference, AssumeRoleWithWebIdentity.
 */
export const assumeRoleWithWebIdentity = action<
  IamStore,
  AssumeRoleWithWebIdentityRequest,
  AssumeRoleWithWebIdentityResponse
>({
  schema: AssumeRoleWithWebIdentity$,
  emulates: ["RoleArn", "RoleSessionName", "WebIdentityToken", "PolicyArns", "Policy", "DurationSeconds"],
  permissions: (store, { input, region, now }) => {
    checkConstraints(constraints, input, "ValidationError");
    const { RoleArn: roleArn = "", WebIdentityToken: text = "" } = input;
    const accountId = accountOfRole(roleArn, region);
    const identity = verifiedIdentity(store, accountId, text, now);
    const role = store.identitySeenByArn(roleArn);
    return [
      {
        action: "sts:AssumeRoleWithWebIdentity",
        as: webIdentityCaller(identity),
        resource: { arn: roleArn, accountId },
        rule: "resource-must-allow",
        resourcePolicies: role?.kind === "role" ? [store.trustPolicyOf(role)] : [],
        context: {
          ...tagContext(role?.tags),
          "sts:rolesessionname": input.RoleSessionName,
          "sts:durationseconds": input.DurationSeconds?.toString(),
        },
        denied: () => new ServiceError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403),
      },
    ];
  },
  run: (store, { input, now }) => {
    const { RoleArn: roleArn = "", RoleSessionName: sessionName = "", WebIdentityToken: text = "" } = input;
    const role = store.identitySeenByArn(roleArn);
    if (role?.kind !== "role") throw new TypeError(`${roleArn} was allowed to be assumed but does not exist`);
    const durationSeconds = input.DurationSeconds ?? defaultSeconds;
    if (durationSeconds > role.maxSessionSeconds) {
      throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    const { token, provider, audience } = verifiedIdentity(store, role.accountId, text, now);
    const policies = sessionPolicies(store, role, input);
    const bearer: SessionRecord["bearer"] = {
      ...{ kind: "role", role, sessionName, tags: new Map(), transitiveTagKeys: [], federatedProvider: provider.arn },
      ...(policies !== undefined && { policies }),
    };
    return {
      Credentials: issueSession(store, role.accountId, bearer, now, durationSeconds),
      SubjectFromWebIdentityToken: token.subject,
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${sessionName}`,
        Arn: sessionArn(store.region, role.accountId, role.name, sessionName),
      },
      ...(policies !== undefined && { PackedPolicySize: packedPercent(policies) }),
      Provider: token.issuer,
      Audience: audience,
    };
  },
});
