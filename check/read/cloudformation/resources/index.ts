import type { NotChecked } from "../../../configuration.ts";
import { InputError, unlessUnreadable } from "../../../input-error.ts";
import type { Unreadable } from "../../../part.ts";
import { textsIn } from "../../../unknown/texts.ts";
import type { Draft } from "../../draft.ts";
import { itemsOf, member, membersOf, plain, type Tree, textOf } from "../../tree.ts";
import type { Reading } from "../reading.ts";
import { readBucket, readBucketPolicy } from "./buckets.ts";
import { readFunctionPermission } from "./functions.ts";
import { readAlias, readKey } from "./keys.ts";
import { readManagedPolicy, readPolicy, readRole, readRolePolicy } from "./roles.ts";
import { readDataStream, readDataStreamPolicy, readDeliveryStream, readLogStream } from "./streams.ts";

const readers = new Map<string, (reading: Reading) => Partial<Draft>>([
  ["AWS::KinesisFirehose::DeliveryStream", readDeliveryStream],
  ["AWS::Kinesis::Stream", readDataStream],
  ["AWS::Kinesis::ResourcePolicy", readDataStreamPolicy],
  ["AWS::IAM::Role", readRole],
  ["AWS::IAM::Policy", readPolicy],
  ["AWS::IAM::RolePolicy", readRolePolicy],
  ["AWS::IAM::ManagedPolicy", readManagedPolicy],
  ["AWS::S3::Bucket", readBucket],
  ["AWS::S3::BucketPolicy", readBucketPolicy],
  ["AWS::KMS::Key", readKey],
  ["AWS::KMS::Alias", readAlias],
  ["AWS::Lambda::Permission", readFunctionPermission],
  ["AWS::Logs::LogGroup", () => ({})],
  ["AWS::Logs::LogStream", readLogStream],
  ["AWS::CDK::Metadata", () => ({})],
]);

/** What a resource is about, for whoever could not read it: enough to tell whether a delivery needs it. */
export function subjectOf(reading: Reading): Pick<Unreadable, "kind" | "name"> {
  const { resource, text } = reading;
  switch (resource.type) {
    case "AWS::KinesisFirehose::DeliveryStream":
      return { kind: "delivery-stream", name: unlessUnreadable(() => reading.name) };
    case "AWS::Kinesis::Stream":
      return { kind: "data-stream", name: unlessUnreadable(() => reading.attribute("Arn")) };
    case "AWS::Kinesis::ResourcePolicy":
      return { kind: "data-stream", name: unlessUnreadable(() => text("ResourceArn")) };
    case "AWS::IAM::Role":
      return { kind: "role", name: unlessUnreadable(() => reading.name) };
    case "AWS::IAM::RolePolicy":
      return { kind: "role", name: unlessUnreadable(() => text("RoleName")) };
    case "AWS::IAM::Policy":
      return { kind: "of-role", name: unlessUnreadable(() => textsOf(reading.property("Roles")).join(" ")) };
    case "AWS::IAM::ManagedPolicy":
      return { kind: "policy", name: unlessUnreadable(() => reading.attribute("PolicyArn")) };
    case "AWS::S3::Bucket":
      return { kind: "bucket", name: unlessUnreadable(() => reading.name) };
    case "AWS::S3::BucketPolicy":
      return { kind: "bucket", name: unlessUnreadable(() => text("Bucket")) };
    case "AWS::KMS::Key":
      return { kind: "key", name: unlessUnreadable(() => reading.attribute("Arn")) };
    case "AWS::KMS::Alias":
      return { kind: "key", name: unlessUnreadable(() => text("TargetKeyId")) };
    default:
      return { kind: "other", name: undefined };
  }
}

/** Custom resources of the CDK that change nothing about a delivery. */
const harmlessCustom = new Set([
  "Custom::S3AutoDeleteObjects",
  "Custom::S3BucketNotifications",
  "Custom::LogRetention",
  "Custom::AWSCDKOpenIdConnectProvider",
]);

const nestedStack = {
  because: "what a nested stack creates is in a template of its own: give that one too",
  may: "allow-or-deny",
} as const;

/** Types that may change what a delivery meets, where they name something of it. */
const mayChange = new Map<string, Pick<NotChecked, "because"> & { readonly may: "allow-or-deny" | "deny" }>([
  ["AWS::CloudFormation::Stack", nestedStack],
  ["AWS::Serverless::Application", nestedStack],
  [
    "AWS::CloudFormation::CustomResource",
    { because: "what a custom resource does is known to its code alone", may: "allow-or-deny" },
  ],
  ["AWS::KMS::ReplicaKey", { because: "replicas of keys are not emulated", may: "deny" }],
  [
    "AWS::Serverless::Connector",
    { because: "what a connector permits is known once it is deployed", may: "allow-or-deny" },
  ],
]);

export function readResource(reading: Reading): Partial<Draft> {
  const { type } = reading.resource;
  const read = readers.get(type);
  const draft = read === undefined ? { notChecked: [unread(reading)] } : read(reading);
  return read === undefined || !hasInnerTransform(reading.resource.tree) ? draft : withTransform(reading, draft);
}

/** `Fn::Transform` beside properties rewrites what it stands in. */
function hasInnerTransform(tree: Tree): boolean {
  if (tree.kind === "list") return tree.items.some(hasInnerTransform);
  return (
    tree.kind === "dictionary" &&
    [...tree.members].some(([name, inner]) => name === "Fn::Transform" || hasInnerTransform(inner))
  );
}

function withTransform(reading: Reading, draft: Partial<Draft>): Partial<Draft> {
  const { resource, source } = reading;
  const { name = "" } = subjectOf(reading);
  const item: NotChecked = {
    what: `Fn::Transform in ${resource.type} \`${resource.logicalId}\``,
    because: "what the macro makes of it is known once it is deployed",
    source,
    couldMatter: true,
    reach: { kind: "what-it-names", texts: [name], may: "allow-or-deny" },
  };
  return { ...draft, notChecked: [...(draft.notChecked ?? []), item] };
}

function unread(reading: Reading): NotChecked {
  const { resource, source } = reading;
  const { type, logicalId, tree } = resource;
  const what = `${type} \`${logicalId}\``;
  if (reading.template.isNested(logicalId)) {
    return { what, because: "its template is read, too", source, couldMatter: false };
  }
  if (type === "AWS::Organizations::Policy") return organizationPolicy(reading, what);
  const isCustom = type.startsWith("Custom::") && !harmlessCustom.has(type);
  const found = mayChange.get(isCustom ? "AWS::CloudFormation::CustomResource" : type);
  if (found === undefined) return { what, because: "it has no part in the delivery", source, couldMatter: false };
  const texts = membersOf(member(tree, "Properties")).flatMap(([name]) => textsIn(readable(reading, name)));
  return {
    what,
    because: found.because,
    source,
    couldMatter: true,
    reach: { kind: "what-it-names", texts, may: found.may },
  };
}

/** What cannot be worked out names nothing that could be found. */
function readable({ property }: Reading, name: string): unknown {
  try {
    const tree = property(name);
    return tree === undefined ? undefined : plain(tree);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Of which accounts a target is that is no account, nobody says. */
function organizationPolicy(reading: Reading, what: string): NotChecked {
  const targets = textsOf(reading.property("TargetIds"));
  const areAccounts = targets.length > 0 && targets.every((target) => /^\d{12}$/.test(target));
  return {
    what,
    because: "policies of an organization are not read",
    source: reading.source,
    couldMatter: true,
    ...(areAccounts && { reach: { kind: "account", accountIds: targets } }),
  };
}

function textsOf(tree: Tree | undefined): readonly string[] {
  return itemsOf(tree).flatMap((each) => textOf(each) ?? []);
}
