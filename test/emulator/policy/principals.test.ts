import { describe, expect, test } from "vitest";
import {
  decide,
  displayPolicy,
  explain,
  type KnownPrincipal,
  type PolicyDocument,
  type PrincipalLookup,
  resolvePrincipals,
} from "../../../emulator/policy/index.ts";
import { accountA, document, principals, toRequest } from "./case-file.ts";

const roleArn = `arn:aws:iam::${accountA}:role/delivery`;
const role: KnownPrincipal = { kind: "role", id: "AROAA1111111111111111", arn: roleArn };
const account: KnownPrincipal = { kind: "account", id: accountA, arn: `arn:aws:iam::${accountA}:root` };

function lookupAmong(...known: readonly KnownPrincipal[]): PrincipalLookup {
  return (arnOrId) => known.find(({ id, arn }) => id === arnOrId || arn === arnOrId);
}

const naming = (principal: unknown) =>
  document([{ Effect: "Allow", Principal: principal, Action: "s3:PutObject", Resource: "arn:aws:s3:::b-landing/*" }]);

function saved(principal: unknown, ...known: readonly KnownPrincipal[]): PolicyDocument {
  const result = resolvePrincipals(naming(principal), lookupAmong(...known), "bucket");
  if (result.kind !== "valid") throw new Error(result.message);
  return result.document;
}

describe("resolving principals", () => {
  test("keeps a role by its unique ID, with the ARN that it was saved for", () => {
    expect(saved({ AWS: roleArn }, role).statements[0]?.principal).toEqual({
      kind: "listed",
      entries: [{ kind: "unique-id", id: role.id, arn: roleArn }],
    });
  });

  test.each([
    ["an account", { AWS: accountA }],
    ["a session of an existing account", { AWS: `arn:aws:sts::${accountA}:assumed-role/delivery/session` }],
    ["a service", { Service: "firehose.amazonaws.com" }],
    ["everyone", "*"],
    ["a unique ID that someone bears", { AWS: role.id }],
  ])("accepts %s", (_, principal) => {
    expect(resolvePrincipals(naming(principal), lookupAmong(role, account), "bucket").kind).toBe("valid");
  });

  test.each([
    ["a role that does not exist", { AWS: `${roleArn}-2` }, `${roleArn}-2`],
    [
      "a role in another case",
      { AWS: `arn:aws:iam::${accountA}:role/Delivery` },
      `arn:aws:iam::${accountA}:role/Delivery`,
    ],
    [
      "a user of a role's name",
      { AWS: `arn:aws:iam::${accountA}:user/delivery` },
      `arn:aws:iam::${accountA}:user/delivery`,
    ],
    ["a group", { AWS: `arn:aws:iam::${accountA}:group/data` }, `arn:aws:iam::${accountA}:group/data`],
    ["an unknown account", { AWS: "999999999999" }, "999999999999"],
    [
      "the account of another partition",
      { AWS: `arn:aws-cn:iam::${accountA}:root` },
      `arn:aws-cn:iam::${accountA}:root`,
    ],
    [
      "a session in another partition",
      { AWS: `arn:aws-cn:sts::${accountA}:assumed-role/delivery/session` },
      `arn:aws-cn:sts::${accountA}:assumed-role/delivery/session`,
    ],
    [
      "a wildcard session",
      { AWS: `arn:aws:sts::${accountA}:assumed-role/delivery/*` },
      `arn:aws:sts::${accountA}:assumed-role/delivery/*`,
    ],
    ["a dead unique ID", { AWS: "AROAA9999999999999999" }, "AROAA9999999999999999"],
    ["an unknown canonical user", { CanonicalUser: "c".repeat(64) }, "c".repeat(64)],
    ["a service's bare name", { Service: "firehose" }, "firehose"],
    ["a name that is no ARN", { AWS: "delivery" }, "delivery"],
    ["one of two", { AWS: [roleArn, "nobody"] }, "nobody"],
  ])("refuses %s", (_, principal, detail) => {
    expect(resolvePrincipals(naming(principal), lookupAmong(role, account), "bucket")).toEqual({
      kind: "invalid",
      code: "MalformedPolicy",
      message: "Invalid principal in policy",
      detail,
    });
  });

  test("words the refusal as the service does", () => {
    const nobody = lookupAmong();
    expect(resolvePrincipals(naming({ AWS: roleArn }), nobody, "trust")).toEqual({
      kind: "invalid",
      code: "MalformedPolicyDocument",
      message: `Invalid principal in policy: "AWS":"${roleArn}"`,
    });
    expect(resolvePrincipals(naming({ Service: "firehose" }), nobody, "trust")).toEqual({
      kind: "invalid",
      code: "MalformedPolicyDocument",
      message: 'Invalid principal in policy: "SERVICE":"firehose"',
    });
    expect(resolvePrincipals(naming({ AWS: roleArn }), nobody, "key")).toEqual({
      kind: "invalid",
      code: "MalformedPolicyDocumentException",
      message: "Policy contains a statement with one or more invalid principals.",
    });
  });
});

describe("a saved policy", () => {
  const request = (policyDocument: PolicyDocument, roleId: string) => {
    const base = toRequest({
      name: "",
      action: "s3:PutObject",
      resource: "arn:aws:s3:::b-landing/orders/1",
      resourceAccount: accountA,
      expected: "",
    });
    const principal = { ...principals.role, roleId } as typeof base.principal;
    const attachedTo = "arn:aws:s3:::b-landing";
    const policy = {
      type: "resource",
      name: "bucket policy",
      accountId: accountA,
      attachedTo,
      document: policyDocument,
    } as const;
    return { ...base, principal, resourceSide: { ...base.resourceSide, policies: [policy] } };
  };

  test("allows the role that it was saved for", () => {
    expect(decide(request(saved({ AWS: roleArn }, role), role.id)).kind).toBe("allowed");
  });

  test("does not allow a role that was deleted and created again under the same name, and says so", () => {
    const decision = decide(request(saved({ AWS: roleArn }, role), "AROAA2222222222222222"));
    expect(decision).toMatchObject({
      kind: "implicitly-denied",
      missing: [
        {
          policyType: "identity",
          alternative: {
            policyType: "resource",
            nearest: [
              {
                reasons: [
                  {
                    kind: "recreated-principal",
                    arn: roleArn,
                    savedId: "AROAA1111111111111111",
                    currentId: "AROAA2222222222222222",
                  },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  test("tells a reader that it has to be saved again", () => {
    const { resourceSide, ...rest } = request(saved({ AWS: roleArn }, role), "AROAA2222222222222222");
    const identity = document([{ Effect: "Allow", Action: "s3:*", Resource: "*" }]);
    const policy = {
      type: "identity",
      name: "deliver",
      accountId: accountA,
      attachedTo: roleArn,
      document: identity,
    } as const;
    const crossAccount = {
      ...rest,
      resource: { ...rest.resource, accountId: "222222222222" },
      resourceSide: {
        ...resourceSide,
        policies: resourceSide.policies.map((bucketPolicy) => ({ ...bucketPolicy, accountId: "222222222222" })),
      },
      principalSide: { identityPolicies: [policy] },
    };
    const names = new Map([["222222222222", "account B"]]);
    expect(explain(crossAccount, decide(crossAccount), names).split("\n").slice(4)).toEqual([
      "  bucket     not allowed by bucket `b-landing` in account B; nearest is statement 1 of policy `bucket policy`: it was saved for an earlier role `delivery` (AROAA1111111111111111), which is gone; the present one is AROAA2222222222222222",
      `  fix        save the policy again with \`${roleArn}\` as Principal of statement 1, so that it means the present one (policy \`bucket policy\` of bucket \`b-landing\` in account B)`,
    ]);
  });

  test("is shown as it was written while the role lives", () => {
    const stored = saved({ AWS: [accountA, roleArn], Service: "s3.amazonaws.com" }, role, account);
    expect(displayPolicy(stored, lookupAmong(role, account))).toBe(stored.source);
  });

  test("is shown with the role's unique ID once the role is gone, and also when another took its name", () => {
    const stored = saved({ AWS: [accountA, roleArn], Service: "s3.amazonaws.com" }, role, account);
    const shown = (...known: readonly KnownPrincipal[]) =>
      JSON.parse(displayPolicy(stored, lookupAmong(...known))).Statement[0].Principal;
    const expected = { AWS: [accountA, role.id], Service: "s3.amazonaws.com" };
    expect(shown(account)).toEqual(expected);
    expect(shown(account, { ...role, id: "AROAA2222222222222222" })).toEqual(expected);
  });

  test("shows the ARN of whoever bears a unique ID that was written", () => {
    const stored = saved({ AWS: role.id }, role);
    expect(JSON.parse(displayPolicy(stored, lookupAmong(role))).Statement[0].Principal).toEqual({ AWS: roleArn });
  });
});
