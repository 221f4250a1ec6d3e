import { itemsOf, member, membersOf, type Place, plain, type Tree, textOf } from "../../tree.ts";
import { functionIn } from "../call.ts";
import { type Made, made } from "./made.ts";
import { policyOfTemplate } from "./policy-templates.ts";

/** What SAM gives a role to, and who assumes it. */
interface RoleOwner {
  readonly service: string;
  /** Managed policies of every such role. */
  readonly managed: readonly string[];
}

const owners = new Map<string, RoleOwner>([
  ["AWS::Serverless::Function", { service: "lambda.amazonaws.com", managed: [] }],
  ["AWS::Serverless::StateMachine", { service: "states.amazonaws.com", managed: [] }],
]);

/** What functions may do with the sources of their events. */
const ofEvents = new Map([
  ["Kinesis", "service-role/AWSLambdaKinesisExecutionRole"],
  ["DynamoDB", "service-role/AWSLambdaDynamoDBExecutionRole"],
  ["SQS", "service-role/AWSLambdaSQSQueueExecutionRole"],
  ["MSK", "service-role/AWSLambdaMSKExecutionRole"],
]);

export function roleIdOf(logicalId: string): string {
  return `${logicalId}Role`;
}

/**
 * The role that SAM makes for a function or a state machine; undefined where it makes none. Source: SAM Developer Guide,
 * "Generated AWS CloudFormation resources", SAM translator 1.115.
 */
export function executionRole(logicalId: string, resource: Tree): Tree | undefined {
  const type = textOf(member(resource, "Type")) ?? "";
  const owner = owners.get(type);
  const property = (name: string) => member(resource, "Properties", name);
  const given = property("Role");
  if (owner === undefined || (given !== undefined && !mayBeNone(given))) return undefined;
  const { at } = resource;
  const policies = itemsOf(property("Policies")).map((each) => policyOf(each));
  const managed = type === "AWS::Serverless::Function" ? managedOfFunction(property) : [];
  const trust: Made = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: owner.service }, Action: "sts:AssumeRole" }],
  };
  return made(
    {
      Type: "AWS::IAM::Role",
      Condition: member(resource, "Condition"),
      Properties: {
        AssumeRolePolicyDocument: property("AssumeRolePolicyDocument") ?? trust,
        ManagedPolicyArns: [
          ...managed.map(managedPolicy),
          ...policies.flatMap((policy) => (policy?.kind === "managed" ? [policy.arn] : [])),
        ],
        Policies: policies.flatMap((policy, index): readonly Made[] =>
          policy?.kind === "inline" ? [inlinePolicy(policy.document, `${roleIdOf(logicalId)}Policy${index}`)] : [],
        ),
        Path: property("RolePath"),
        PermissionsBoundary: property("PermissionsBoundary"),
      },
    },
    at,
  );
}

/** `!If [HasRole, …, !Ref AWS::NoValue]` */
function mayBeNone(role: Tree): boolean {
  return functionIn(role)?.name === "Fn::If" && JSON.stringify(plain(role)).includes("AWS::NoValue");
}

function managedOfFunction(property: (name: string) => Tree | undefined): readonly string[] {
  const isDurable = property("DurableConfig") !== undefined;
  const tracing = property("Tracing");
  const events = membersOf(property("Events")).map(([, event]) => textOf(member(event, "Type")) ?? "");
  return [
    isDurable ? "service-role/AWSLambdaBasicDurableExecutionRolePolicy" : "service-role/AWSLambdaBasicExecutionRole",
    ...(tracing !== undefined && textOf(tracing) !== "Disabled" ? ["AWSXrayWriteOnlyAccess"] : []),
    ...(property("VpcConfig") === undefined ? [] : ["service-role/AWSLambdaVPCAccessExecutionRole"]),
    ...new Set(events.flatMap((event) => ofEvents.get(event) ?? [])),
  ];
}

function managedPolicy(name: string): Made {
  return { "Fn::Sub": `arn:\${AWS::Partition}:iam::aws:policy/${name}` };
}

type Policy =
  | { readonly kind: "managed"; readonly arn: Made }
  /** Undefined: of a template that permits nothing that a delivery meets. */
  | { readonly kind: "inline"; readonly document: Tree | undefined };

function policyOf(policy: Tree): Policy | undefined {
  const name = textOf(policy);
  if (name !== undefined)
    return { kind: "managed", arn: name.startsWith("arn:") ? policy : managedPolicy(pathOf(name)) };
  if (policy.kind !== "dictionary") return undefined;
  const called = functionIn(policy);
  if (called === undefined) return { kind: "inline", document: documentOf(policy, policy.at) };
  if (called.name !== "Fn::If") return { kind: "managed", arn: policy };
  const [condition, ...ways] = itemsOf(called.argument);
  if (condition === undefined || ways.length !== 2) return { kind: "managed", arn: policy };
  const isInline = ways.some((way) => way.kind === "dictionary" && functionIn(way) === undefined);
  const noValue: Made = { Ref: "AWS::NoValue" };
  const chosen = (way: Tree): Made => {
    const of = policyOf(way);
    return of?.kind === "managed" ? of.arn : (of?.document ?? noValue);
  };
  const choice = made({ "Fn::If": [condition, ...ways.map(chosen)] }, policy.at);
  return isInline ? { kind: "inline", document: choice } : { kind: "managed", arn: choice };
}

/** Policies for the roles of functions have a path of their own. */
function pathOf(name: string): string {
  return /^AWSLambda\w*Role$/.test(name) ? `service-role/${name}` : name;
}

function documentOf(policy: Tree, at: Place): Tree | undefined {
  if (member(policy, "Statement") !== undefined) return policy;
  const [[name, values] = [undefined, undefined]] = membersOf(policy);
  return name === undefined || values === undefined ? undefined : policyOfTemplate(name, values, at);
}

/** A document that a condition leaves out leaves its policy out. */
function inlinePolicy(document: Tree | undefined, name: string): Made {
  if (document === undefined) return { Ref: "AWS::NoValue" };
  const called = functionIn(document);
  const [condition, ...ways] = called?.name === "Fn::If" ? itemsOf(called.argument) : [];
  if (condition === undefined) return { PolicyName: name, PolicyDocument: document };
  return {
    "Fn::If": [
      condition,
      ...ways.map((way) => (functionIn(way) === undefined ? { PolicyName: name, PolicyDocument: way } : way)),
    ],
  };
}
