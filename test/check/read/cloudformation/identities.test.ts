import { describe, expect, test } from "vitest";
import type { Part } from "../../../../check/part.ts";
import { inWords } from "../../../../check/unknown/world.ts";
import { problemOf, readFiles } from "../../../support/templates.ts";

/** What a function gives, as readers see it. */
async function given(written: string, resources: string, stackName = "team"): Promise<string | undefined> {
  const template = `Resources:\n  Lake: {Type: "AWS::S3::Bucket", Properties: {BucketName: ${written}}}\n${resources}`;
  const part = await readFiles(
    { "b.yaml": template },
    { inputs: ["B=b.yaml"], settings: { stackNames: { B: stackName } } },
  );
  return nameOf(part);
}

const nameOf = (part: Part) => inWords(part, part.buckets[0]?.name);
const resource = (type: string, properties = "{}") => `  It: {Type: "AWS::${type}", Properties: ${properties}}\n`;
const drawn = "team-It-<drawn at deployment>";

describe("Ref and Fn::GetAtt give what each type has", () => {
  test.each<[type: string, written: string, value: string, properties?: string]>([
    ["SNS::Topic", "!Ref It", `arn:aws:sns:eu-west-1:222222222222:${drawn}`],
    ["SNS::Topic", "!GetAtt It.TopicName", "pages", "{TopicName: pages}"],
    ["SQS::Queue", "!Ref It", "https://sqs.eu-west-1.amazonaws.com/222222222222/jobs", "{QueueName: jobs}"],
    ["SQS::Queue", "!GetAtt It.Arn", "arn:aws:sqs:eu-west-1:222222222222:jobs", "{QueueName: jobs}"],
    ["DynamoDB::Table", "!GetAtt It.Arn", "arn:aws:dynamodb:eu-west-1:222222222222:table/t", "{TableName: t}"],
    ["DynamoDB::Table", "!GetAtt It.StreamArn", "<It.StreamArn>", "{TableName: t}"],
    ["SecretsManager::Secret", "!Ref It", "arn:aws:secretsmanager:eu-west-1:222222222222:secret:s-<It>", "{Name: s}"],
    ["StepFunctions::StateMachine", "!Ref It", `arn:aws:states:eu-west-1:222222222222:stateMachine:${drawn}`],
    ["Logs::LogGroup", "!GetAtt It.Arn", "arn:aws:logs:eu-west-1:222222222222:log-group:/g:*", "{LogGroupName: /g}"],
    ["Logs::LogGroup", "!Ref It", "/g", "{LogGroupName: /g}"],
    [
      "Logs::Destination",
      "!GetAtt It.Arn",
      "arn:aws:logs:eu-west-1:222222222222:destination:d",
      "{DestinationName: d}",
    ],
    [
      "IAM::InstanceProfile",
      "!GetAtt It.Arn",
      "arn:aws:iam::222222222222:instance-profile/x/p",
      "{Path: /x/, InstanceProfileName: p}",
    ],
    ["IAM::OIDCProvider", "!Ref It", "<It>"],
    ["IAM::ManagedPolicy", "!Ref It", "arn:aws:iam::222222222222:policy/p", "{ManagedPolicyName: p}"],
    [
      "Lambda::Alias",
      "!Ref It",
      "arn:aws:lambda:eu-west-1:222222222222:function:f:live",
      "{FunctionName: f, Name: live}",
    ],
    ["Lambda::Version", "!Ref It", "arn:aws:lambda:eu-west-1:222222222222:function:f:<It>", "{FunctionName: f}"],
    ["S3::Bucket", "!GetAtt It.DualStackDomainName", "x.s3.dualstack.eu-west-1.amazonaws.com", "{BucketName: x}"],
    ["S3::Bucket", "!GetAtt It.WebsiteURL", "<It.WebsiteURL>", "{BucketName: x}"],
    ["S3::Bucket", "!Ref It", "x-222222222222-eu-west-1-an", "{BucketNamePrefix: x}"],
    ["Kinesis::Stream", "!GetAtt It.Arn", "arn:aws:kinesis:eu-west-1:222222222222:stream/s", "{Name: s}"],
    ["ApiGateway::RestApi", "!GetAtt It.RootResourceId", "<It.RootResourceId>"],
    ["Made::Up", "!GetAtt It.Anything", "<It.Anything>"],
    ["KMS::Key", "!Sub 'k-${It.KeyId}'", "k-<id of It>"],
  ])("of AWS::%s: %s", async (type, written, value, properties) => {
    expect(await given(written, resource(type, properties))).toBe(value);
  });

  test.each([
    [
      "SNS::Topic",
      "!GetAtt It.Arn",
      "b.yaml:2:60: AWS::SNS::Topic has no attribute `Arn`; it has `TopicArn`, `TopicName`",
    ],
    [
      "Logs::LogStream",
      "!GetAtt It.Arn",
      "b.yaml:2:60: AWS::Logs::LogStream has no attribute `Arn`; it has none: use Ref",
    ],
    ["KMS::Alias", "!Ref It", "b.yaml:3:7: AWS::KMS::Alias `It` has no `AliasName`; give it one"],
  ])("of AWS::%s: %s is one message", async (type, written, problem) => {
    const template = `Resources:\n  Lake: {Type: "AWS::S3::Bucket", Properties: {BucketName: ${written}}}\n${resource(type)}`;
    expect(await problemOf({ "b.yaml": template }, { inputs: ["B=b.yaml"] })).toBe(`InputError ${problem}`);
  });
});

describe("a name that CloudFormation gives", () => {
  const stack = "a-stack-of-the-team-that-looks-after-orders-daily";
  const mayBe = async (type: string, logicalId: string, written: string) => {
    const template = `Resources:
  ${logicalId}: {Type: "AWS::${type}"}
  Copy: {Type: "AWS::S3::Bucket", Condition: IsIt, Properties: {BucketName: x}}
Conditions:
  IsIt: !Equals [!Ref ${logicalId}, ${written}]
`;
    const { unreadable, buckets } = await readFiles(
      { "b.yaml": template },
      { inputs: ["B=b.yaml"], settings: { stackNames: { B: stack } } },
    );
    return unreadable.some(({ kind }) => kind === "bucket") || buckets.length > 0;
  };

  test.each([
    ["whole where it fits", "Logs::LogGroup", "Group", `${stack}-Group-1AbCdEfGhIjK`, true],
    ["and not cut there", "Logs::LogGroup", "Group", `${stack.slice(0, 40)}-Group-1AbCdEfGhIjK`, false],
    ["the stack is cut", "IAM::Role", "Writer", `${stack.slice(0, 43)}-Writer-1AbCdEfGhIjK`, true],
    ["the stack keeps its half", "IAM::Role", "Writer", `${stack.slice(0, 24)}-Writer-1AbCdEfGhIjK`, true],
    ["and no less", "IAM::Role", "Writer", `${stack.slice(0, 20)}-Writer-1AbCdEfGhIjK`, false],
    ["the end has no hyphen", "IAM::Role", "Writer", `${stack.slice(0, 24)}-Writer-1AbCd-fGhIjK`, false],
  ])("%s", async (_what, type, logicalId, written, is) => {
    expect(await mayBe(type, logicalId, written)).toBe(is);
  });
});
