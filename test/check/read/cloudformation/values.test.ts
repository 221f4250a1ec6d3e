import { describe, expect, test } from "vitest";
import { checkFiles, deliveryRole, deliveryStream, landing, problemOf, readFiles } from "../../../support/templates.ts";

const streamWith = (more: string, resources = "") =>
  `Parameters: {Size: {Type: Number, Default: 5}, Open: {Type: Number}}\nResources:${deliveryRole}${deliveryStream(more)}${resources}`;
const destinationWith = async (more: string) => {
  const { deliveryStreams, unreadable } = await readFiles({ "a.yaml": streamWith(more) });
  expect(unreadable).toEqual([]);
  return deliveryStreams[0]?.destination;
};

describe("a value is converted to what its property holds", () => {
  test.each<[what: string, written: string, read: object]>([
    [
      "numbers that are texts",
      'BufferingHints: {SizeInMBs: "5", IntervalInSeconds: !Ref Size}',
      { BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 5 } },
    ],
    [
      "flags that are texts",
      'CloudWatchLoggingOptions: {Enabled: "True", LogGroupName: 7}',
      { CloudWatchLoggingOptions: { Enabled: true, LogGroupName: "7" } },
    ],
    [
      "flags that YAML 1.1 has",
      "CloudWatchLoggingOptions: {Enabled: off}",
      { CloudWatchLoggingOptions: { Enabled: false } },
    ],
    ["a number for a text", "Prefix: 2026", { Prefix: "2026" }],
    ["a flag for a text", "Prefix: yes", { Prefix: "true" }],
    ["a date for a text", "Prefix: 2026-11-30", { Prefix: "2026-11-30" }],
    [
      "the parameters of a processor",
      "ProcessingConfiguration: {Enabled: true, Processors: [{Type: AppendDelimiterToRecord, Parameters: [{ParameterName: Delimiter, ParameterValue: 7}]}]}",
      {
        ProcessingConfiguration: {
          Processors: [{ Parameters: [{ ParameterName: "Delimiter", ParameterValue: "7" }] }],
        },
      },
    ],
    [
      "those of a conversion",
      'DataFormatConversionConfiguration: {OutputFormatConfiguration: {Serializer: {OrcSerDe: {PaddingTolerance: "0.1", EnablePadding: "true"}}}}',
      {
        DataFormatConversionConfiguration: {
          OutputFormatConfiguration: { Serializer: { OrcSerDe: { PaddingTolerance: 0.1, EnablePadding: true } } },
        },
      },
    ],
  ])("%s", async (_what, written, read) => {
    expect(await destinationWith(written)).toMatchObject(read);
  });

  test("in policies everything is text", async () => {
    const { roles } = await readFiles({
      "a.yaml": `Resources:
  Writer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - {Effect: Allow, Principal: {AWS: [111111111111, 012345678901]}, Action: "sts:AssumeRole", Condition: {Bool: {"aws:SecureTransport": yes}}}
${deliveryStream()}`,
    });
    expect(JSON.parse(roles[0]?.trustPolicy.text ?? "")).toMatchObject({
      Version: "2012-10-17",
      Statement: [
        {
          Principal: { AWS: ["111111111111", "012345678901"] },
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        },
      ],
    });
  });

  test("a policy that a condition chooses among others is found", async () => {
    const { roles } = await readFiles({
      "a.yaml": `Conditions: {Never: !Equals [a, b]}
Resources:
  Writer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}
      Policies:
        - !If [Never, {PolicyName: no, PolicyDocument: {}}, !Ref "AWS::NoValue"]
        - !If [Never, !Ref "AWS::NoValue", {PolicyName: chosen, PolicyDocument: {Statement: []}}]
${deliveryStream()}`,
    });
    expect(roles[0]?.inlinePolicies.map(({ name, text, file }) => [name, JSON.parse(text), file])).toEqual([
      ["chosen", { Statement: [] }, undefined],
    ]);
  });
});

describe("a value that its property cannot hold ends in one message", () => {
  test.each([
    [
      "an object for a list",
      "ProcessingConfiguration: {Processors: {Type: Lambda}}",
      "a list is meant here, and this is an object; write a list",
    ],
    [
      "a text for a list",
      "ProcessingConfiguration: {Processors: Lambda}",
      "a list is meant here, and this is `Lambda`; write a list",
    ],
    ["a list for an object", "BufferingHints: [5]", "an object is meant here, and this is a list; write an object"],
    ["a list for a text", "Prefix: [a]", "a text is meant here, and this is a list; write a text"],
    ["an object for a text", "Prefix: {a: b}", "a text is meant here, and this is an object; write a text"],
    ["nothing", "Prefix:", "a text is meant here, and this is empty; write a text"],
    [
      "a text for a number",
      "BufferingHints: {SizeInMBs: five}",
      "a number is meant here, and this is `five`; write a number",
    ],
    [
      "a text for a flag",
      "CloudWatchLoggingOptions: {Enabled: 'yes'}",
      "`true` or `false` is meant here, and this is `yes`; write `true` or `false`",
    ],
  ])("%s", async (_what, written, problem) => {
    const told = await problemOf({ "a.yaml": streamWith(written) });
    expect(told).toMatch(
      /^InputError a\.yaml:22:\d+ \(Resources\.Out\.Properties\.ExtendedS3DestinationConfiguration\./,
    );
    expect(told.replace(/^.*?\): /, "")).toBe(problem);
  });

  test("a list for the properties", async () => {
    expect(
      await problemOf({ "a.yaml": 'Resources: {Out: {Type: "AWS::KinesisFirehose::DeliveryStream", Properties: []}}' }),
    ).toBe(
      "InputError a.yaml:1:77 (Resources.Out.Properties): an object is meant here, and this is a list; write an object",
    );
  });

  test("a text for a list of ARNs, as the one of an account that needs it", async () => {
    const told = await problemOf({
      "b.yaml":
        'Resources:\n  P: {Type: "AWS::IAM::ManagedPolicy", Properties: {Roles: writer, PolicyDocument: {}}}\n  B: {Type: "AWS::S3::Bucket"}\n',
    });
    expect(told).toBe(
      "InputError b.yaml:2:60 (Resources.P.Properties.Roles): a list is meant here, and this is `writer`; write a list",
    );
  });
});

describe("a delivery with", () => {
  const verdictWith = async (more: string, resources = "") =>
    checkFiles({ "a.yaml": streamWith(more, resources), "b.yaml": landing });

  test("a number where text is meant works", async () => {
    expect((await verdictWith("Prefix: 2026")).verdict).toBe("works");
  });

  test("a property that nobody knows is inconclusive", async () => {
    const { verdict, summary } = await verdictWith("BufferingHint: {SizeInMBs: 5}");
    expect(verdict).toBe("inconclusive");
    expect(summary).toMatch(/`?ExtendedS3DestinationConfiguration\.BufferingHint/);
  });

  test("a bystander that is written wrongly works", async () => {
    const worker = "  Worker: {Type: 'AWS::IAM::Role', Properties: {Policies: none, AssumeRolePolicyDocument: []}}\n";
    expect((await verdictWith("", worker)).verdict).toBe("works");
  });
});
