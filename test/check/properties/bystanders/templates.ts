import type { Json } from "../files.ts";
import { allowing, type Bystander, trust } from "./bystander.ts";

function ofTemplate(is: string, resources: Json, more: Json = {}): Bystander {
  return {
    is,
    to: ({ kind, value }) => {
      if (kind !== "template" || (hasBucket(resources) && isSideGuessed(value))) return undefined;
      const { Resources, Parameters, Conditions, Outputs } = value as Readonly<Record<string, Json | undefined>>;
      return {
        ...value,
        ...more,
        Parameters: { ...Parameters, ...(more.Parameters as Json) },
        Conditions: { ...Conditions, ...(more.Conditions as Json) },
        Outputs: { ...Outputs, ...(more.Outputs as Json) },
        Resources: { ...Resources, ...resources },
      };
    },
  };
}

const typesOf = (resources: unknown) => Object.values(resources as Json).map((each) => (each as Json).Type);
const hasBucket = (resources: unknown) => typesOf(resources).includes("AWS::S3::Bucket");

/** Which account it is for shows in what it holds, and a bucket would be what shows it. */
function isSideGuessed({ Resources }: Json): boolean {
  return !typesOf(Resources).some((type) => /::(?:DeliveryStream|Bucket|BucketPolicy)$/.test(String(type)));
}

const role = (more: Json = {}) => ({
  Type: "AWS::IAM::Role",
  Properties: { AssumeRolePolicyDocument: trust("lambda.amazonaws.com"), ...more },
});
const withPolicy = (document: object) => role({ Policies: [{ PolicyName: "own", PolicyDocument: document }] });

export const besideTemplates: readonly Bystander[] = [
  ofTemplate(
    "a header of SAM and a function",
    {
      Thumbnails: {
        Type: "AWS::Serverless::Function",
        Properties: { Handler: "index.handler", Runtime: "nodejs24.x" },
      },
    },
    { Transform: "AWS::Serverless-2016-10-31" },
  ),
  ofTemplate("a custom resource", {
    Odd: { Type: "Custom::Odd", Properties: { ServiceToken: { "Fn::ImportValue": "odd-token" }, Mode: "on" } },
    Odder: {
      Type: "AWS::CloudFormation::CustomResource",
      Properties: { ServiceToken: "arn:aws:sns:us-east-1:333333333333:odd" },
    },
  }),
  ofTemplate("a role with a policy of AWS", {
    Logs: role({ ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"] }),
  }),
  ofTemplate("a table and a role that names it", {
    Sessions: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      },
    },
    SessionsRole: withPolicy(allowing("dynamodb:*", { "Fn::GetAtt": ["Sessions", "Arn"] })),
  }),
  ofTemplate(
    "a role with a parameter that nobody gives",
    { Pager: withPolicy(allowing("sns:Publish", { Ref: "PagerTopic" })) },
    { Parameters: { PagerTopic: { Type: "String" } } },
  ),
  ofTemplate("functions that are worked out in the account alone", {
    Zones: {
      Type: "AWS::SSM::Parameter",
      Properties: { Type: "StringList", Value: { "Fn::Join": [",", { "Fn::GetAZs": "" }] } },
    },
    Subnets: withPolicy(allowing("ec2:*", { "Fn::Select": [0, { "Fn::Cidr": ["10.0.0.0/16", 2, 8] }] })),
    Secret: withPolicy(allowing("s3:GetObject", "{{resolve:ssm:/elsewhere/bucket}}")),
  }),
  ofTemplate("a bucket with object lock", {
    Archive: {
      Type: "AWS::S3::Bucket",
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: "Enabled",
          Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 30 } },
        },
      },
    },
    ArchivePolicy: {
      Type: "AWS::S3::BucketPolicy",
      Properties: {
        Bucket: { Ref: "Archive" },
        PolicyDocument: allowing(
          "s3:GetObject",
          { "Fn::Sub": "${Archive.Arn}/*" },
          { Principal: { AWS: "333333333333" } },
        ),
      },
    },
  }),
  ofTemplate("a nested stack", {
    Network: {
      Type: "AWS::CloudFormation::Stack",
      Properties: { TemplateURL: "https://example.com/network.yaml", Parameters: { Cidr: "10.0.0.0/16" } },
    },
  }),
  ofTemplate(
    "a condition, an export and a key of their own",
    {
      Vault: {
        Type: "AWS::KMS::Key",
        Condition: "HasVault",
        Properties: {
          KeyPolicy: allowing("kms:*", "*", {
            Principal: { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } },
          }),
        },
      },
      VaultAlias: {
        Type: "AWS::KMS::Alias",
        Condition: "HasVault",
        Properties: { AliasName: "alias/vault", TargetKeyId: { Ref: "Vault" } },
      },
    },
    {
      Parameters: { VaultStage: { Type: "String", Default: "prod" } },
      Conditions: { HasVault: { "Fn::Equals": [{ Ref: "VaultStage" }, "prod"] } },
      Outputs: {
        VaultArn: { Condition: "HasVault", Value: { "Fn::GetAtt": ["Vault", "Arn"] }, Export: { Name: "vault" } },
      },
    },
  ),
  ofTemplate("a role that cannot be read", {
    Broken: { Type: "AWS::IAM::Role", Properties: { RoleName: "broken", Policies: [{ PolicyName: "no document" }] } },
  }),
  ofTemplate(
    "a resource under a condition that nobody can tell",
    {
      Maybe: { ...role(), Condition: "IsMaybe" },
      MaybeKey: {
        Type: "AWS::KMS::Key",
        Condition: "IsMaybe",
        Properties: { KeyPolicy: allowing("kms:*", "*", { Principal: "*" }) },
      },
    },
    { Parameters: { Wish: { Type: "String" } }, Conditions: { IsMaybe: { "Fn::Equals": [{ Ref: "Wish" }, "yes"] } } },
  ),
  ofTemplate("a role that trusts one of another stack, whose name is like any", {
    Peer: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::111111111111:role/other-DeliveryRole-1ABCDEFGHIJKL" },
              Action: "sts:AssumeRole",
            },
          ],
        },
      },
    },
  }),
];
