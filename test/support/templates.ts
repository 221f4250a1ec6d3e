import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../check/check.ts";
import type { Part } from "../../check/part.ts";
import { type ReadSettings, readInputs } from "../../check/read/inputs.ts";
import type { CheckResult } from "../../check/result.ts";
import { readConfiguration } from "./read-configuration.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const region = "eu-west-1";
export const templateAccounts: ReadSettings = {
  accountA: { id: "111111111111", region },
  accountB: { id: "222222222222", region },
};

/** Files of a folder by their names; a value that is no text is JSON. */
export type Files = Readonly<Record<string, string | object>>;

interface Asked {
  /** Which of the files are given; all of them unless said. */
  readonly inputs?: readonly string[];
  readonly settings?: ReadSettings;
}

/** What the files of one account say together. */
export async function readFiles(files: Files, { inputs, settings }: Asked = {}): Promise<Part> {
  const parts = await inFolder(files, inputs, (paths) => readInputs(paths, { ...templateAccounts, ...settings }));
  const [part, ...others] = parts;
  if (part === undefined) throw new RangeError("nothing was read");
  return { ...part, unknowns: [...part.unknowns, ...others.flatMap(({ unknowns }) => unknowns)] };
}

export function checkFiles(files: Files, { inputs, settings }: Asked = {}): Promise<CheckResult> {
  return inFolder(files, inputs, async (paths) =>
    check(await readConfiguration(paths, { ...templateAccounts, ...settings })),
  );
}

/** The message of the one thing that is wrong with the files, without their folder. */
export async function problemOf(files: Files, asked: Asked = {}): Promise<string> {
  const outcome = await readFiles(files, asked).then(
    ({ unreadable: [first] }) => first?.error ?? new RangeError("it was read"),
    (error: Error) => error,
  );
  return `${outcome.name} ${outcome.message}`.replaceAll(/\/\S*crosscheck-test-\w+\//g, "");
}

async function inFolder<Answer>(
  files: Files,
  inputs: readonly string[] = Object.keys(files),
  work: (paths: readonly string[]) => Promise<Answer>,
): Promise<Answer> {
  using folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder.path, name), typeof content === "string" ? content : JSON.stringify(content, null, 1));
  }
  return await work(inputs.map((input) => input.replace(/^([AB]=)?/, (side) => `${side}${folder.path}/`)));
}

/** A role that Firehose may use for everything, and what CloudFormation calls it. */
export const deliveryRole = `
  Writer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: orders-writer
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: "sts:AssumeRole"}]
      Policies:
        - PolicyName: write
          PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}
`;

/** A delivery stream of account A, with more properties of its destination. */
export const deliveryStream = (more = "") => `
  Out:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamName: orders-out
      DeliveryStreamType: DirectPut
      ExtendedS3DestinationConfiguration:
        BucketARN: arn:aws:s3:::orders-lake
        RoleARN: !GetAtt Writer.Arn
${more.replace(/^/gm, "        ")}
`;

/** Account B, which lets account A's role write. */
export const landing = `
Resources:
  Lake:
    Type: AWS::S3::Bucket
    Properties: {BucketName: orders-lake}
  LakePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Lake
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::111111111111:role/orders-writer"}
            Action: s3:*
            Resource: [!GetAtt Lake.Arn, !Sub "\${Lake.Arn}/*"]
`;
