import { bucketArn, formatArn, iamArn, partitionOf } from "../../../emulator/index.ts";
import { type Tree, textOf } from "../tree.ts";
import { drawnAttribute, drawnKeyId, drawnRoleId, generatedName } from "./drawn.ts";
import type { Resource, Template } from "./template.ts";

/** A property of a resource, its functions worked out. */
export type Property = (name: string) => Tree | undefined;

interface Identity {
  /** What `Ref` answers. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * What a resource will be called, and what else other resources ask of it. Source: CloudFormation Template Reference,
 * "Return values" of each type.
 */
function identityOf(template: Template, resource: Resource, property: Property): Identity {
  const { type } = resource;
  const { id: account, region } = template.account;
  const named = (name: string) => textOf(property(name)) ?? generatedName(template, resource);
  const path = () => textOf(property("Path")) ?? "/";
  const arn = (service: string, rest: string) => formatArn(service, region, account, rest);
  const ofIam = (kind: string, name: string) => iamArn(region, account, `${kind}${path()}${name}`);
  switch (type) {
    case "AWS::S3::Bucket": {
      const name = bucketName(template, resource, property);
      const { dnsSuffix } = partitionOf(region);
      return {
        id: name,
        attributes: {
          Arn: bucketArn(region, name),
          DomainName: `${name}.s3.${dnsSuffix}`,
          RegionalDomainName: `${name}.s3.${region}.${dnsSuffix}`,
        },
      };
    }
    case "AWS::IAM::Role":
      return {
        id: named("RoleName"),
        attributes: { Arn: ofIam("role", named("RoleName")), RoleId: drawnRoleId(template, resource) },
      };
    case "AWS::IAM::User":
      return { id: named("UserName"), attributes: { Arn: ofIam("user", named("UserName")) } };
    case "AWS::IAM::ManagedPolicy": {
      const policyArn = ofIam("policy", named("ManagedPolicyName"));
      return { id: policyArn, attributes: { PolicyArn: policyArn } };
    }
    case "AWS::Kinesis::Stream":
      return { id: named("Name"), attributes: { Arn: arn("kinesis", `stream/${named("Name")}`) } };
    case "AWS::KinesisFirehose::DeliveryStream": {
      const name = named("DeliveryStreamName");
      return { id: name, attributes: { Arn: arn("firehose", `deliverystream/${name}`) } };
    }
    case "AWS::KMS::Key": {
      const keyId = drawnKeyId(template, resource);
      return { id: keyId, attributes: { Arn: arn("kms", `key/${keyId}`), KeyId: keyId } };
    }
    case "AWS::KMS::Alias":
      return { id: named("AliasName"), attributes: {} };
    case "AWS::Logs::LogGroup":
      return {
        id: named("LogGroupName"),
        attributes: { Arn: `${arn("logs", `log-group:${named("LogGroupName")}`)}:*` },
      };
    case "AWS::Logs::LogStream":
      return { id: named("LogStreamName"), attributes: {} };
    case "AWS::Lambda::Function":
      return { id: named("FunctionName"), attributes: { Arn: arn("lambda", `function:${named("FunctionName")}`) } };
    default:
      return { id: drawnAttribute(template, resource, ""), attributes: {} };
  }
}

/**
 * To a prefix, and to a name that it makes up in an account's own namespace, CloudFormation adds `-<account>-<region>-an`.
 * Source: CloudFormation Template Reference, AWS::S3::Bucket, BucketNamePrefix.
 */
function bucketName(template: Template, resource: Resource, property: Property): string {
  const given = textOf(property("BucketName")) ?? template.physicalIds.get(resource.logicalId);
  if (given !== undefined) return given;
  const prefix = textOf(property("BucketNamePrefix"));
  const { id, region } = template.account;
  const isAccountRegional = prefix !== undefined || textOf(property("BucketNamespace")) === "account-regional";
  const name = prefix ?? generatedName(template, resource, true);
  return isAccountRegional ? `${name}-${id}-${region}-an` : name;
}

export function physicalId(template: Template, resource: Resource, property: Property): string {
  return identityOf(template, resource, property).id;
}

/** With a mark in it where it is drawn when the stack is deployed. */
export function attributeOf(template: Template, resource: Resource, property: Property, name: string): string {
  return identityOf(template, resource, property).attributes[name] ?? drawnAttribute(template, resource, name);
}
