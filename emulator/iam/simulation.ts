/** Policy simulation: what would be decided, without anything being done. Source: IAM User Guide, "IAM policy simulator". */
import type * as api from "@aws-sdk/client-iam";
import { notImplemented } from "../model/service-error.ts";
import {
  type AuthorizationRequest,
  type Decision,
  decide,
  isKnownConditionKey,
  type Policy,
  principalContext,
  type StatementRef,
} from "../policy/index.ts";
import { invalidInput } from "./errors.ts";

type PrincipalSide = AuthorizationRequest["principalSide"];

/** What both simulating operations are asked. */
export interface SimulationInput {
  readonly ActionNames?: readonly string[];
  readonly ResourceArns?: readonly string[];
  readonly ResourcePolicy?: string;
  readonly ResourceOwner?: string;
  readonly ContextEntries?: readonly api.ContextEntry[];
}

export interface SimulatedSides {
  readonly principal: AuthorizationRequest["principal"];
  readonly principalSide: PrincipalSide;
  readonly resourcePolicies: readonly Policy[];
  /** Owns the resources unless the request says otherwise. */
  readonly accountId: string;
}

/** One result an action and resource. Throws InvalidInput. */
export function simulate(sides: SimulatedSides, input: SimulationInput): readonly api.EvaluationResult[] {
  const { ActionNames: actions = [], ResourceArns: resources = ["*"] } = input;
  const context = contextOf(sides, input.ContextEntries);
  const missing = missingKeys(sides, context);
  return actions.flatMap((action) => {
    if (!/^[a-z0-9-]+:[a-zA-Z0-9]+$/.test(action)) throw invalidInput(`Invalid action name: ${action}`);
    return resources.map((arn) => {
      const decision = decide({
        principal: sides.principal,
        action,
        resource: { arn, accountId: ownerOf(input.ResourceOwner) ?? sides.accountId },
        context,
        principalSide: sides.principalSide,
        resourceSide: { policies: sides.resourcePolicies, rule: "union" },
      });
      return answer(action, arn, decision, sides.principalSide, missing);
    });
  });
}

const decisionNames = {
  allowed: "allowed",
  "explicitly-denied": "explicitDeny",
  "implicitly-denied": "implicitDeny",
} as const;

function answer(
  action: string,
  resource: string,
  decision: Decision,
  side: PrincipalSide,
  missing: readonly string[],
): api.EvaluationResult {
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decisionNames[decision.kind],
    MatchedStatements: matched(decision).map((reference) => ({
      SourcePolicyId: reference.policyName,
      // The service answers this text, whatever its model lists.
      SourcePolicyType: "IAM Policy" as api.PolicySourceType,
    })),
    MissingContextValues: [...missing],
    ...(side.permissionsBoundary !== undefined && {
      PermissionsBoundaryDecisionDetail: {
        AllowedByPermissionsBoundary: !isRefusedBy(decision, "permissions-boundary"),
      },
    }),
    ...(side.serviceControlPolicies !== undefined && {
      OrganizationsDecisionDetail: { AllowedByOrganizations: !isRefusedBy(decision, "service-control") },
    }),
  };
}

function matched(decision: Decision): readonly StatementRef[] {
  if (decision.kind === "allowed") return decision.by;
  return decision.kind === "explicitly-denied" ? [decision.by] : decision.allowedElsewhere;
}

function isRefusedBy(decision: Decision, type: StatementRef["policyType"]): boolean {
  if (decision.kind === "allowed") return false;
  if (decision.kind === "explicitly-denied") return decision.by.policyType === type;
  return decision.missing.some(({ policyType }) => policyType === type);
}

function contextOf({ principal }: SimulatedSides, entries: readonly api.ContextEntry[] = []) {
  const context = new Map<string, readonly string[]>(principalContext(principal));
  for (const { ContextKeyName = "", ContextKeyValues = [] } of entries) {
    if (!isKnownConditionKey(ContextKeyName)) throw notImplemented(`The condition key ${ContextKeyName}`);
    context.set(ContextKeyName.toLowerCase(), ContextKeyValues);
  }
  return context;
}

/** Keys that the policies test and the request does not give. */
function missingKeys(
  { principalSide, resourcePolicies }: SimulatedSides,
  given: ReadonlyMap<string, unknown>,
): readonly string[] {
  const { identityPolicies, permissionsBoundary, serviceControlPolicies = [] } = principalSide;
  const boundary = permissionsBoundary === undefined ? [] : [permissionsBoundary];
  const policies = [...identityPolicies, ...boundary, ...serviceControlPolicies.flat(), ...resourcePolicies];
  const keys = policies.flatMap(({ document }) =>
    document.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)),
  );
  return [...new Set(keys)].filter((key) => !given.has(key.toLowerCase()));
}

/** `arn:<partition>:iam::123456789012:root`, or the 12 digits. */
function ownerOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const accountId = /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
  if (accountId === undefined) throw invalidInput(`Invalid resource owner: ${text}`);
  return accountId;
}
