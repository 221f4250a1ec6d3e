import { describe, expect, test } from "vitest";
import { inWords } from "../../../../check/unknown/world.ts";
import { checkFiles, deliveryRole, deliveryStream, landing, readFiles } from "../../../support/templates.ts";

const sam = (resources: string, more = "") =>
  `Transform: AWS::Serverless-2016-10-31\n${more}\nResources:${deliveryRole}${resources}`;
const functionWith = (properties: string, more = "") =>
  `  Enrich:\n    Type: AWS::Serverless::Function\n${more}    Properties: {Handler: a.b, Runtime: nodejs24.x, ${properties}}\n`;

async function rolesOf(resources: string, more = "") {
  const part = await readFiles(
    { "a.yaml": sam(resources, more) },
    { inputs: ["A=a.yaml"], settings: { stackNames: { A: "team" } } },
  );
  expect(part.unreadable).toEqual([]);
  return inWords(
    part,
    part.roles.filter(({ name }) => name !== "orders-writer"),
  );
}

describe("SAM makes a role for a function", () => {
  test("with the trust and the policies of every one", async () => {
    const [role] = await rolesOf(functionWith("RolePath: /fns/"));
    expect(role).toMatchObject({
      name: "team-EnrichRole-<drawn at deployment>",
      path: "/fns/",
      attachedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
      inlinePolicies: [],
    });
    expect(JSON.parse(role?.trustPolicy.text ?? "").Statement[0].Principal).toEqual({
      Service: "lambda.amazonaws.com",
    });
  });

  test.each([
    ["a VPC", "VpcConfig: {SubnetIds: [s]}", "service-role/AWSLambdaVPCAccessExecutionRole"],
    ["tracing", "Tracing: Active", "AWSXrayWriteOnlyAccess"],
    [
      "events of a data stream",
      "Events: {Read: {Type: Kinesis, Properties: {Stream: x}}}",
      "service-role/AWSLambdaKinesisExecutionRole",
    ],
    ["a policy by its name", "Policies: AmazonS3ReadOnlyAccess", "AmazonS3ReadOnlyAccess"],
    ["a policy by its ARN", 'Policies: ["arn:aws:iam::aws:policy/job-function/X"]', "job-function/X"],
    ["a policy that a condition chooses", "Policies: [!If [Is, 'arn:aws:iam::aws:policy/Y', Z]]", "Y"],
  ])("with %s", async (_what, properties, policy) => {
    const [role] = await rolesOf(functionWith(properties), "Conditions: {Is: !Equals [a, a]}");
    expect(role?.attachedPolicyArns.slice(1)).toEqual([`arn:aws:iam::aws:policy/${policy}`]);
  });

  test.each<[what: string, policies: string, read: object]>([
    [
      "a template of SAM",
      "[{DynamoDBReadPolicy: {TableName: t}}, {FirehoseWritePolicy: {DeliveryStreamName: !Ref Out}}]",
      [
        [
          "EnrichRolePolicy1",
          "firehose:PutRecord",
          ["arn:aws:firehose:eu-west-1:111111111111:deliverystream/orders-out"],
        ],
      ],
    ],
    [
      "statements",
      "{Statement: [{Effect: Allow, Action: [a:b], Resource: [c]}]}",
      [["EnrichRolePolicy0", "a:b", ["c"]]],
    ],
    [
      "what a condition chooses",
      "[!If [Is, {S3WritePolicy: {BucketName: x}}, !Ref 'AWS::NoValue'], !If [Not, {S3ReadPolicy: {BucketName: x}}, !Ref 'AWS::NoValue']]",
      [["EnrichRolePolicy0", "s3:PutObject", ["arn:aws:s3:::x", "arn:aws:s3:::x/*"]]],
    ],
  ])("with policies of its own: %s", async (_what, policies, read) => {
    const [role] = await rolesOf(
      functionWith(`Policies: ${policies}`) + deliveryStream(),
      "Conditions: {Is: !Equals [a, a], Not: !Equals [a, b]}",
    );
    const found = role?.inlinePolicies.map(({ name, text }) => {
      const [{ Action, Resource }] = JSON.parse(text).Statement;
      return [name, Action[0], Resource];
    });
    expect(found).toEqual(read);
  });

  test("but none where it has one, or a condition leaves it out", async () => {
    expect(await rolesOf(functionWith("Role: !GetAtt Writer.Arn"))).toEqual([]);
    expect(await rolesOf(functionWith("", "    Condition: Not\n"), "Conditions: {Not: !Equals [a, b]}")).toEqual([]);
  });

  test("with what Globals say, and the resource says otherwise", async () => {
    const globals = "Globals: {Function: {Tracing: Active, PermissionsBoundary: arn:b, RolePath: /g/, Tags: {A: b}}}";
    const [role] = await rolesOf(functionWith("RolePath: /own/"), globals);
    expect(role).toMatchObject({ path: "/own/", permissionsBoundaryArn: "arn:b" });
    const [other] = await rolesOf(functionWith("", "    IgnoreGlobals: [PermissionsBoundary]\n"), globals);
    expect(other).toMatchObject({ path: "/g/" });
    expect(other?.permissionsBoundaryArn).toBeUndefined();
  });

  test("and a state machine", async () => {
    const [role] = await rolesOf("  Flow: {Type: 'AWS::Serverless::StateMachine', Properties: {DefinitionUri: x}}\n");
    expect(role?.name).toBe("team-FlowRole-<drawn at deployment>");
  });
});

test("functions, their roles, aliases and versions are referred to as SAM has it", async () => {
  const parts = [
    "!GetAtt EnrichRole.Arn",
    "!Ref Enrich.Alias",
    '!Sub "${Enrich.Version}"',
    "!GetAtt Enrich.Arn",
    "!Ref T",
  ];
  const text = sam(
    `${functionWith("FunctionName: f, AutoPublishAlias: live")}  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Join [" ", [${parts}]]}}
  T: {Type: "AWS::Serverless::SimpleTable", Properties: {TableName: t}}
`,
  );
  const part = await readFiles({ "a.yaml": text }, { inputs: ["A=a.yaml"], settings: { stackNames: { A: "team" } } });
  const arn = "arn:aws:lambda:eu-west-1:111111111111:function:f";
  expect(inWords(part, part.buckets[0]?.name.split(" "))).toEqual([
    "arn:aws:iam::111111111111:role/team-EnrichRole-<drawn at deployment>",
    `${arn}:live`,
    `${arn}:<Enrich.Version>`,
    arn,
    "t",
  ]);
});

describe("beside a delivery", () => {
  const verdictOf = async (resources: string) =>
    (await checkFiles({ "a.yaml": sam(deliveryStream() + resources), "b.yaml": landing })).verdict;
  const others = ["Api", "HttpApi", "SimpleTable", "LayerVersion", "GraphQLApi", "StateMachine", "CapacityProvider"];

  test("no resource of SAM makes the verdict open", async () => {
    const resources = others.map((each) => `  The${each}: {Type: "AWS::Serverless::${each}", Properties: {Name: x}}\n`);
    const application =
      '  App: {Type: "AWS::Serverless::Application", Properties: {Location: {ApplicationId: "arn:aws:serverlessrepo:us-east-1:333333333333:applications/x"}}}\n';
    expect(
      await verdictOf([...resources, application, functionWith("Policies: [{NobodyKnowsPolicy: {}}]")].join("")),
    ).toBe("works");
  });

  test.each([
    ["of a function that is no part of it", "Enrich", "works"],
    ["of a function that has the role of the delivery", "Uses", "inconclusive"],
  ])("a connector %s", async (_what, source, verdict) => {
    const uses = "  Uses: {Type: 'AWS::Serverless::Function', Properties: {Role: !GetAtt Writer.Arn}}\n";
    const named = `  Link: {Type: "AWS::Serverless::Connector", Properties: {Source: {Id: ${source}}, Destination: {Id: T}, Permissions: [Write]}}\n`;
    const own = `${functionWith("").replace("Enrich", "Own")}    Connectors: {ToT: {Properties: {Destination: {Id: T}}}}\n`;
    const table = '  T: {Type: "AWS::Serverless::SimpleTable"}\n';
    const text = sam(deliveryStream() + functionWith("") + uses + named + own + table);
    expect((await checkFiles({ "a.yaml": text, "b.yaml": landing })).verdict).toBe(verdict);
  });

  test("a function that its records go through is its processor", async () => {
    const processor =
      "ProcessingConfiguration: {Enabled: true, Processors: [{Type: Lambda, Parameters: [{ParameterName: LambdaArn, ParameterValue: !Sub '${Enrich.Arn}:$LATEST'}]}]}";
    const text = sam(deliveryStream(processor) + functionWith(""));
    const result = await checkFiles({ "a.yaml": text, "b.yaml": landing });
    expect(result.verdict).toBe("broken");
    expect(JSON.stringify(result.cause)).toContain("lambda:InvokeFunction");
  });
});
