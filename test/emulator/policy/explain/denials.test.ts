import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  accessDeniedMessage,
  decide,
  explain,
  groundsOf,
  isPolicyProblem,
  parsePolicy,
  type Repair,
  suggestFix,
} from "../../../../emulator/policy/index.ts";
import { type PolicyCase, toRequest } from "../case-file.ts";

interface DenialCase extends PolicyCase {
  /** What the reader gets, line by line. */
  readonly lines: readonly string[];
  /** What the wire says. */
  readonly message: string;
}

const denials: readonly DenialCase[] = JSON.parse(readFileSync(new URL("./denials.json", import.meta.url), "utf8"));
const names = new Map([
  ["111111111111", "account A"],
  ["222222222222", "account B"],
]);

describe("a denial because", () => {
  test.each(denials)("$name is told on the wire, explained to the reader, and lifted by its repair", (given) => {
    const request = toRequest(given);
    const decision = decide(request);
    if (decision.kind === "allowed") throw new Error("not denied");
    expect(accessDeniedMessage(request, decision)).toBe(given.message);
    expect(explain(request, decision, names).split("\n")).toEqual(given.lines);
    expect(decide(repaired(request, suggestFix(request, decision, names))).kind).toBe("allowed");
  });
});

describe("the grounds of a decision", () => {
  test.each(denials)("$name has the reasons that are explained, as data", (given) => {
    const request = toRequest(given);
    const decision = decide(request);
    const grounds = groundsOf(request, decision, names);
    expect(grounds.map(({ effect }) => effect)).toContain(decision.kind === "explicitly-denied" ? "denies" : "misses");
    for (const { reasons } of grounds) for (const reason of reasons) expect(given.lines.join("\n")).toContain(reason);
  });

  test("have the statements as their authors wrote them", () => {
    const statement = { Sid: "Write", Effect: "Allow", Action: "s3:Put*", Resource: "arn:aws:s3:::b/*" };
    const allowed = toRequest({
      name: "within one account the identity policy suffices",
      action: "s3:PutObject",
      resource: "arn:aws:s3:::b/key",
      resourceAccount: "111111111111",
      identity: { Version: "2012-10-17", Statement: statement },
      expected: "allowed",
    });
    const grounds = groundsOf(allowed, decide(allowed));
    expect(grounds).toEqual([
      {
        effect: "allows",
        policyType: "identity",
        accountId: "111111111111",
        attachedTo: "arn:aws:iam::111111111111:role/delivery",
        statement: {
          policyName: "identity",
          sid: "Write",
          index: 0,
          source: JSON.stringify(statement, undefined, 2),
        },
        reasons: [],
      },
    ]);
  });
});

type Request = ReturnType<typeof toRequest>;

/** The request as it would be after an administrator did what the repairs say. */
function repaired(request: Request, repairs: readonly Repair[]): Request {
  return repairs.reduce((current, repair) => apply(current, repair), request);
}

function apply(request: Request, repair: Repair): Request {
  type Policy = Request["resourceSide"]["policies"][number];
  const { principalSide, resourceSide } = request;
  const fixAll = (policies: readonly Policy[], type: string, owner: string): readonly Policy[] => {
    if (type !== repair.policyType) return policies;
    if (policies.length > 0) return policies.map((policy) => fixOne(policy, repair));
    const name = repair.policyType;
    const policy = { type: repair.policyType, name, accountId: owner, attachedTo: repair.attachTo };
    return [
      {
        ...policy,
        document: toDocument(
          repair.changes.flatMap((change) => (change.kind === "add-statement" ? [change.statement] : [])),
        ),
      },
    ];
  };
  const resourceTypes = ["resource", "trust", "key"];
  const boundary = principalSide.permissionsBoundary;
  return {
    ...request,
    principalSide: {
      ...principalSide,
      identityPolicies: fixAll(principalSide.identityPolicies, "identity", repair.accountId),
      permissionsBoundary: boundary && fixAll([boundary], "permissions-boundary", repair.accountId)[0],
      sessionPolicies:
        principalSide.sessionPolicies && fixAll(principalSide.sessionPolicies, "session", repair.accountId),
      serviceControlPolicies: principalSide.serviceControlPolicies?.map((level) =>
        fixAll(level, "service-control", repair.accountId),
      ),
    },
    resourceSide: {
      ...resourceSide,
      policies: resourceTypes.includes(repair.policyType)
        ? fixAll(resourceSide.policies, repair.policyType, repair.accountId)
        : resourceSide.policies,
      resourceControlPolicies: resourceSide.resourceControlPolicies?.map((level) =>
        fixAll(level, "resource-control", repair.accountId),
      ),
    },
  };
}

function fixOne<Policy extends { readonly document: { readonly source: string } }>(
  policy: Policy,
  repair: Repair,
): Policy {
  const statements: Record<string, unknown>[] = JSON.parse(policy.document.source).Statement;
  for (const change of repair.changes) {
    const statement = statements[repair.statement?.index ?? -1];
    if (change.kind === "add-statement") statements.push({ ...change.statement });
    else if (statement === undefined) throw new Error(`no statement for ${change.kind}`);
    else if (change.kind === "add-action") statement.Action = [statement.Action, change.action].flat();
    else if (change.kind === "add-resource") statement.Resource = [statement.Resource, change.resource].flat();
    else if (change.kind === "add-principal") statement.Principal = merged(statement.Principal, change.principal);
    else if (change.kind === "meet-condition") {
      statement.Condition = { [change.operator]: { [change.key]: change.actual } };
    } else if (change.kind === "carry-key") delete statement.Condition;
    else if (change.kind === "spare-principals")
      statement.NotPrincipal = merged(statement.NotPrincipal, { AWS: change.arns });
    else if (change.kind === "spare-or-remove") statements.splice(repair.statement?.index ?? -1, 1);
    else throw new Error(`unexpected ${change.kind}`);
  }
  return { ...policy, document: toDocument(statements) };
}

function merged(one: unknown, other: unknown): unknown {
  const result: Record<string, unknown> = { ...(one as Record<string, unknown>) };
  for (const [type, value] of Object.entries(other as Record<string, unknown>)) {
    result[type] = result[type] === undefined ? value : [result[type], value].flat();
  }
  return result;
}

function toDocument(statements: readonly unknown[]) {
  // A policy from which the last statement was removed is deleted by its owner; one that says nothing stands for it.
  const Statement = statements.length > 0 ? statements : [{ Effect: "Deny", Action: "none:none", Resource: "*" }];
  const document = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement }));
  if (isPolicyProblem(document)) throw new Error(document.text);
  return document;
}
