import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { startCrosscheck } from "../support/crosscheck-process.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function crosscheck(...words: readonly string[]) {
  const streams = capture();
  const exitCode = await runProgram(words, streams);
  return { exitCode, ...streams.written() };
}

const ingest = (parameters: string, bucketArn: string) => `
Parameters: {${parameters}}
Resources:
  Writer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: writer
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: firehose.amazonaws.com}, Action: "sts:AssumeRole"}], Version: "2012-10-17"}
      Policies: [{PolicyName: write, PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}}]
  Out:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamName: out
      ExtendedS3DestinationConfiguration: {BucketARN: ${bucketArn}, RoleARN: !GetAtt Writer.Arn}
Outputs: {WriterArn: {Value: !GetAtt Writer.Arn}}
`;

const lake = (parameters: string, writer: string) => `
Parameters: {${parameters}}
Resources:
  Lake: {Type: AWS::S3::Bucket, Properties: {BucketName: b-lake}}
  LakePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Lake
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: ${writer}}, Action: "s3:*", Resource: [!GetAtt Lake.Arn, !Sub "\${Lake.Arn}/*"]}]}
Outputs: {LakeArn: {Value: !GetAtt Lake.Arn}}
`;

/** Two templates in a folder, each with what the other puts out for a parameter. */
function twoTemplates() {
  const folder = temporaryFolder();
  const a = join(folder.path, "a.yaml");
  const b = join(folder.path, "b.yaml");
  writeFileSync(a, ingest("LakeArn: {Type: String}, Note: {Type: String}", "!Ref LakeArn, Prefix: !Ref Note"));
  writeFileSync(b, lake("Writer: {Type: String}", "!Ref Writer"));
  return { folder, a, b, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const accounts = ["--account-a", "111111111111", "--region-a", "eu-west-1", "--account-b", "222222222222"];

describe("what the command line lacks", () => {
  test("is told all at once, with the command line that says it", async () => {
    using templates = twoTemplates();
    const { a, b, folder } = templates;
    const { exitCode, stderr } = await crosscheck("check", a, b, "--region-b", "eu-west-1");
    expect(exitCode).toBe(2);
    expect(stderr.replaceAll(folder.path, "<folder>")).toBe(
      [
        "crosscheck: <folder>/a.yaml: the input does not say the account of <folder>/a.yaml, the region of <folder>/a.yaml, the account of <folder>/b.yaml, the value of parameter `LakeArn` and the value of parameter `Note`; run",
        "  crosscheck check <folder>/a.yaml <folder>/b.yaml --region-b eu-west-1 --account-a <id> --region-a <region> --account-b <id> --parameter A:LakeArn=B.Outputs.LakeArn Note=<value>",
        "",
      ].join("\n"),
    );
  });

  test("has the way out for one account", async () => {
    using templates = twoTemplates();
    const words = ["--account-a", "111111111111", "--region-a", "eu-west-1", "--region-b", "eu-west-1"];
    const { stderr } = await crosscheck("check", templates.a, templates.b, ...words);
    expect(stderr).toContain(`; or give A=${templates.b} where all is in account A\n`);
  });

  test("leaves words that a shell would take apart in quotation marks", async () => {
    using templates = twoTemplates();
    const { stderr } = await crosscheck("check", templates.a, templates.b, "--parameter", "Note=it's in");
    expect(stderr).toContain(` --parameter 'Note=it'\\''s in' --account-a <id> `);
  });
});

describe("what one half puts out", () => {
  test("is a parameter's value in the other, both ways", async () => {
    using templates = twoTemplates();
    const words = [...accounts, "--region-b", "eu-west-1", "--parameter", "A:LakeArn=B.Outputs.LakeArn", "Note=in/"];
    const whole = [templates.a, templates.b, ...words, "B:Writer=A.Outputs.WriterArn"];
    const { exitCode, stdout } = await crosscheck("check", ...whole);
    expect(stdout).toMatch(/^out in account A .* → bucket b-lake in account B .*\n✓ works/);
    expect(exitCode).toBe(0);
  });

  test("is one also where the other half is a plan or a state of Terraform", async () => {
    using templates = twoTemplates();
    const state = join(templates.folder.path, "state.json");
    const bucket = { type: "aws_s3_bucket", provider_name: "registry.terraform.io/hashicorp/aws", mode: "managed" };
    const lakePolicy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:role/writer" },
          Action: "s3:*",
          Resource: ["arn:aws:s3:::b-lake", "arn:aws:s3:::b-lake/*"],
        },
      ],
    };
    const resources = [
      { ...bucket, name: "lake", address: "aws_s3_bucket.lake", values: { bucket: "b-lake", region: "eu-west-1" } },
      {
        ...bucket,
        type: "aws_s3_bucket_policy",
        name: "lake",
        address: "aws_s3_bucket_policy.lake",
        values: { bucket: "b-lake", policy: JSON.stringify(lakePolicy) },
      },
    ];
    const outputs = { lake_arn: { value: "arn:aws:s3:::b-lake", sensitive: false } };
    const content = {
      format_version: "1.0",
      terraform_version: "1.11.4",
      values: { outputs, root_module: { resources } },
    };
    writeFileSync(state, JSON.stringify(content));
    const words = [...accounts, "--parameter", "A:LakeArn=B.Outputs.lake_arn", "Note=in/"];
    const { stdout, stderr } = await crosscheck("check", templates.a, `B=${state}`, ...words);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/\n✓ works/);
  });

  test("that is not there is one message with what is", async () => {
    using templates = twoTemplates();
    const words = [...accounts, "--region-b", "eu-west-1", "--parameter", "A:LakeArn=B.Outputs.Lake", "Note=in/"];
    const { exitCode, stderr } = await crosscheck("check", templates.a, templates.b, ...words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("what is given of account B puts out no `Lake`; there are: `B.Outputs.LakeArn`");
  });

  test("that goes round in a circle is one message", async () => {
    using folder = temporaryFolder();
    const a = join(folder.path, "a.yaml");
    const b = join(folder.path, "b.yaml");
    writeFileSync(a, `${ingest("In: {Type: String}", "!Ref In")}`.replace("!GetAtt Writer.Arn}}", "!Ref In}}"));
    writeFileSync(
      b,
      lake("Writer: {Type: String}", "!Ref Writer").replace("{Value: !GetAtt Lake.Arn}", "{Value: !Ref Writer}"),
    );
    const words = [
      ...accounts,
      "--region-b",
      "eu-west-1",
      "--parameter",
      "A:In=B.Outputs.LakeArn",
      "B:Writer=A.Outputs.WriterArn",
    ];
    const { exitCode, stderr } = await crosscheck("check", a, b, ...words);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^crosscheck: \S+:\d+:\d+: `(?:In|Writer)` refers to itself\n$/);
  });
});

describe("an input without a name of its own", () => {
  test("the standard input is a template, a plan or a policy like any other", async () => {
    using templates = twoTemplates();
    const words = [
      "check",
      "-",
      templates.b,
      ...accounts,
      "--region-b",
      "eu-west-1",
      "--parameter",
      "Writer=arn:aws:iam::111111111111:role/writer",
    ];
    const running = startCrosscheck(words, {}, ingest("", "arn:aws:s3:::b-lake"));
    const { exitCode, stdout } = await running.ended;
    expect(stdout).toMatch(/\n✓ works/);
    expect(exitCode).toBe(0);
  });

  test("what is wrong in the standard input is told with its place", async () => {
    const { exitCode, stderr } = await startCrosscheck(["check", "-"], {}, '{"Resources": ').ended;
    expect(stderr).toBe("crosscheck: standard input:1:15: is not JSON: value expected; correct it there\n");
    expect(exitCode).toBe(2);
  });

  test("it is read once", async () => {
    const { exitCode, stderr } = await crosscheck("check", "A=-", "B=-");
    expect([exitCode, stderr]).toEqual([2, "crosscheck: `-` is standard input: name it once\n"]);
    expect((await crosscheck("check", "-", "--fix")).stderr).toContain("neither --plan nor `-`");
    expect((await crosscheck("check", "-", "--watch")).stderr).toContain("the standard input can be read once");
  });

  test("without an input the working directory is checked", async () => {
    using folder = temporaryFolder();
    cpSync(join(corpusFolder, "article"), folder.path, { recursive: true });
    const { stdout } = await startCrosscheck(["check"], {}, undefined, folder.path).ended;
    expect(stdout).toMatch(/\n✓ works/);
  });

  test("a working directory with nothing to check says what would do", async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, "package.json"), '{"name": "other"}');
    const { exitCode, stderr } = await startCrosscheck(["check"], {}, undefined, folder.path).ended;
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^crosscheck: the working directory: is nothing that can be checked; give a folder with crosscheck\.json, or /,
    );
  });

  test("of a folder of files those are read that can be checked", async () => {
    using templates = twoTemplates();
    writeFileSync(join(templates.folder.path, "package.json"), '{"name": "other"}');
    writeFileSync(join(templates.folder.path, "broken.json"), "{");
    const values = ["A:LakeArn=B.Outputs.LakeArn", "Note=in/", "B:Writer=A.Outputs.WriterArn"];
    const words = [templates.folder.path, ...accounts, "--region-b", "eu-west-1", "--parameter", ...values];
    expect((await crosscheck("check", ...words)).stdout).toMatch(/\n✓ works/);
  });
});

describe("the folder of a CDK project", () => {
  function project(output: string | undefined) {
    const folder = temporaryFolder();
    writeFileSync(join(folder.path, "cdk.json"), JSON.stringify({ app: "npx tsx app.ts", ...(output && { output }) }));
    const assembly = join(folder.path, output ?? "cdk.out");
    cpSync(join(corpusFolder, "cdk-two-accounts", "cdk.out"), assembly, { recursive: true });
    return folder;
  }

  test.each([[undefined], ["build/cdk"]])("stands for what was synthesized into %s", async (output) => {
    using folder = project(output);
    const { stdout } = await crosscheck("check", folder.path);
    expect(stdout).toMatch(/\n✓ works/);
  });

  test("that was not synthesized says what to run", async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, "lib"));
    writeFileSync(join(folder.path, "cdk.json"), "{}");
    const { exitCode, stderr } = await crosscheck("check", folder.path);
    expect(exitCode).toBe(2);
    expect(stderr.replaceAll(folder.path, "<folder>")).toBe(
      "crosscheck: <folder>: is the project of a CDK app that is not synthesized: there is no `cdk.out/manifest.json`; run `npx cdk synth` there, and check again\n",
    );
  });
});

test("a template without resources describes nothing and stands in nobody's way", async () => {
  using templates = twoTemplates();
  const empty = join(templates.folder.path, "empty.json");
  writeFileSync(empty, '{"AWSTemplateFormatVersion": "2010-09-09", "Outputs": {}}');
  const values = ["A:LakeArn=B.Outputs.LakeArn", "Note=in/", "B:Writer=A.Outputs.WriterArn"];
  const words = [templates.a, templates.b, empty, ...accounts, "--region-b", "eu-west-1", "--parameter", ...values];
  expect((await crosscheck("check", ...words)).stdout).toMatch(/\n✓ works/);
});

test("what is echoed of the command line has no control characters", async () => {
  const red = "\u001b[31mred";
  for (const words of [["--parameter", red], ["--organization-path", `A=${red}`], [`--${red}`], [red]]) {
    const { exitCode, stdout, stderr } = await crosscheck("check", ...words);
    expect(exitCode).toBe(2);
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
    expect(stderr).toContain("\\u001b[31mred");
  }
});

test("a parameter that is not to be echoed is not, wherever it is told", async () => {
  using folder = temporaryFolder();
  const a = join(folder.path, "a.yaml");
  writeFileSync(a, ingest("Token: {Type: String, NoEcho: true}", '"arn:aws:s3:::b-lake", Prefix: !Ref Token'));
  const b = join(folder.path, "b.yaml");
  writeFileSync(b, lake("", "arn:aws:iam::111111111111:role/writer"));
  const secret = "correct-horse-battery";
  const words = ["check", a, b, "--parameter", `Token=${secret}`, ...accounts];
  const asked = await crosscheck(...words);
  expect(asked.stderr).toContain("Token=[redacted]");
  expect(asked.stderr).not.toContain(secret);
  const { stdout } = await crosscheck(...words, "--region-b", "eu-west-1");
  expect(stdout).toContain("object        [redacted]");
  expect(stdout).not.toContain(secret);
});
