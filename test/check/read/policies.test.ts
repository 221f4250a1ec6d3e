import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../../cli/program.ts";
import { capture } from "../../support/streams.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

type Statement = Readonly<Record<string, unknown>>;

const policy = (...Statement: readonly Statement[]) => ({ Version: "2012-10-17", Statement });

const s3Actions = [
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutObject",
  "s3:PutObjectAcl",
];
const inLake = ["arn:aws:s3:::b-lake", "arn:aws:s3:::b-lake/*"];
const writing: Statement = { Effect: "Allow", Action: s3Actions, Resource: inLake };
const readingActions = [
  "kinesis:DescribeStream",
  "kinesis:GetShardIterator",
  "kinesis:GetRecords",
  "kinesis:ListShards",
];
const stream = "arn:aws:kinesis:eu-west-1:111111111111:stream/orders";
const reading: Statement = { Effect: "Allow", Action: readingActions, Resource: stream };
const writer = "arn:aws:iam::111111111111:role/writer";
const admitting: Statement = {
  Sid: "Writer",
  Effect: "Allow",
  Principal: { AWS: writer },
  Action: s3Actions,
  Resource: inLake,
};
const trusting: Statement = {
  Effect: "Allow",
  Principal: { Service: "firehose.amazonaws.com" },
  Action: "sts:AssumeRole",
};
const key = "arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-4333-8444-555555555555";
const encrypting: Statement = { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key };
const keyOwner: Statement = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::222222222222:root" },
  Action: "kms:*",
  Resource: "*",
};
const keyUser: Statement = {
  Effect: "Allow",
  Principal: { AWS: writer },
  Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  Resource: "*",
};

type Files = Readonly<Record<string, unknown>>;

const both: Files = { "role-policy.json": policy(writing, reading), "bucket-policy.json": policy(admitting) };

/** Checks files of a folder, in the order in which they are listed. */
function check(files: Files, ...words: readonly string[]) {
  return checkFolder(files, Object.keys(files), ...words);
}

/** Checks inputs in a folder that has the files; the folder itself, where none is named. */
async function checkFolder(files: Files, inputs: readonly string[] = [""], ...words: readonly string[]) {
  using folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(
      join(folder.path, name),
      typeof content === "string" ? content : JSON.stringify(content, undefined, 2),
    );
  }
  const streams = capture();
  const paths = inputs.map((name) => join(folder.path, name));
  const exitCode = await runProgram(["check", ...paths, ...words], streams);
  const { stdout, stderr } = streams.written();
  const hidden = (text: string) => text.replaceAll(folder.path, "<folder>");
  const saved = () => JSON.parse(readFileSync(join(folder.path, "crosscheck.json"), "utf8")) as unknown;
  return {
    exitCode,
    stdout: hidden(stdout),
    stderr: hidden(stderr),
    verdict: /^[✓✗?] (\w+)/m.exec(stdout)?.[1],
    ...(words.includes("--save") && exitCode !== 2 && { saved: saved() }),
  };
}

describe("two policies are a delivery", () => {
  test("that works, told with what was taken as usual", async () => {
    const { exitCode, stdout } = await check(both);
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").slice(0, 5)).toEqual([
      "<delivery stream> in account A (111111111111) → bucket b-lake in account B (<account B>)",
      "✓ works: the record arrives, account B owns the object and account B can read it",
      "  assuming that role `writer` trusts Firehose, for its trust policy is not given",
      "  assuming that bucket `b-lake` is set as new buckets are (BucketOwnerEnforced)",
      "  assuming that the bucket is in another account than the role",
    ]);
  });

  test("whatever their order and their names", async () => {
    const files = { "one.json": both["bucket-policy.json"], "two.json": both["role-policy.json"] };
    expect((await check(files)).verdict).toBe("works");
  });

  test("that is broken at the statement that lacks something, with the patch", async () => {
    const lacking = { ...admitting, Action: s3Actions.filter((action) => action !== "s3:PutObject") };
    const { exitCode, stdout } = await check({ ...both, "bucket-policy.json": policy(lacking) });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✗ broken: nothing arrives: s3:PutObject is denied");
    expect(stdout).toMatch(/\+ +"s3:PutObject"/);
  });

  test("whose data stream the role may not read in full", async () => {
    const lacking = { ...reading, Action: readingActions.slice(0, 2) };
    const { stdout } = await check({ ...both, "role-policy.json": policy(writing, lacking) });
    expect(stdout).toContain("kinesis:ListShards is denied");
  });

  test("whose bucket is another than the role's policy names", async () => {
    const elsewhere = { ...writing, Resource: ["arn:aws:s3:::b-lke", "arn:aws:s3:::b-lke/*"] };
    const { verdict, stdout } = await check({ ...both, "role-policy.json": policy(elsewhere, reading) });
    expect(verdict).toBe("broken");
    expect(stdout).toContain("→ bucket b-lake in");
  });

  test("that puts records directly, where no policy reads a data stream", async () => {
    const { verdict, stdout } = await check({ ...both, "role-policy.json": policy(writing) });
    expect(verdict).toBe("works");
    expect(stdout).toContain("assuming that records are put into the delivery stream");
  });

  test("with patterns for the data stream, and the account as the principal", async () => {
    const any = { ...reading, Resource: "arn:aws:kinesis:eu-west-1:111111111111:stream/*" };
    const account = { ...admitting, Principal: { AWS: "111111111111" } };
    const files = { "r.json": policy(writing, any), "b.json": policy(account) };
    const { verdict, stdout } = await check(files);
    expect(verdict).toBe("works");
    expect(stdout).toContain("assuming that the role trusts Firehose");
  });

  test("in one account, where the role's policy is enough", async () => {
    const words = ["--account-b", "111111111111"];
    expect((await check({ "r.json": policy(writing, reading) }, ...words)).verdict).toBe("works");
    const { exitCode, stderr } = await check({ "r.json": policy(writing, reading) });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "no policy of the bucket is given; give that too: crosscheck check role-policy.json bucket",
    );
    expect(stderr).toContain("or --account-b 111111111111 where the bucket is in the role's account");
  });
});

test("whether a public policy is taken depends on what the policies do not say", async () => {
  const words = ["--account-a", "111111111111"];
  const files = { ...both, "bucket-policy.json": policy({ ...admitting, Principal: "*" }) };
  const { verdict, stdout } = await check(files, ...words);
  expect([verdict, stdout.includes("it depends on the Block Public Access of bucket `b-lake`")]).toEqual([
    "inconclusive",
    true,
  ]);
});

test("a role that a condition names is the one that delivers", async () => {
  const condition = { ArnEquals: { "aws:PrincipalArn": writer } };
  const files = { ...both, "bucket-policy.json": policy({ ...admitting, Principal: "*", Condition: condition }) };
  const { verdict, stdout } = await check(files);
  expect([verdict, stdout.includes("role `writer`")]).toEqual(["works", true]);
});

test("a data stream of a third account is there, and denies", async () => {
  const foreign = { ...reading, Resource: stream.replace("111111111111", "333333333333") };
  const { exitCode, verdict } = await check({ ...both, "role-policy.json": policy(writing, foreign) });
  expect([exitCode, verdict]).toEqual([1, "broken"]);
});

describe("the other policies of a delivery", () => {
  test("a trust policy counts, and is no assumption then", async () => {
    const good = await check({ ...both, "trust.json": policy(trusting) });
    expect([good.verdict, good.stdout.includes("trusts Firehose")]).toEqual(["works", false]);
    const other = { ...trusting, Principal: { Service: "lambda.amazonaws.com" } };
    const bad = await check({ ...both, "trust.json": policy(other) });
    expect([bad.verdict, bad.stdout.includes("sts:AssumeRole")]).toEqual(["broken", true]);
  });

  test("a key's policy counts for the key that the role may write under", async () => {
    const role = policy(writing, reading, encrypting);
    const good = await check({ ...both, "role-policy.json": role, "key.json": policy(keyOwner, keyUser) });
    expect(good.verdict).toBe("works");
    expect(good.stdout).toContain("in account B (222222222222)");
    expect(good.stdout).toContain(`encrypts under \`${key}\``);
    const bad = await check({ ...both, "role-policy.json": role, "key.json": policy(keyOwner) });
    expect(bad.stdout).toContain("✗ broken: nothing arrives: kms:GenerateDataKey is denied");
    const unknown = await check({ ...both, "role-policy.json": role });
    expect([unknown.exitCode, unknown.verdict]).toEqual([0, "inconclusive"]);
  });

  test("a key that no ARN names is the one whose policy is given", async () => {
    const any = { ...encrypting, Resource: "*" };
    const files = { ...both, "role-policy.json": policy(writing, reading, any), "key.json": policy(keyOwner, keyUser) };
    const { verdict, stdout } = await check(files);
    expect([verdict, stdout.includes("encrypts under")]).toEqual(["works", true]);
  });

  test("the data stream's and a second policy of the role", async () => {
    const files = {
      "s3.json": policy(writing),
      "kinesis.json": policy(reading),
      "bucket.json": policy(admitting),
      "stream.json": policy({
        Effect: "Deny",
        Principal: { AWS: writer },
        Action: "kinesis:GetRecords",
        Resource: stream,
      }),
    };
    expect((await check(files)).stdout).toContain("kinesis:GetRecords is denied");
    expect(
      (
        await check({
          ...files,
          "stream.json": policy({
            Effect: "Allow",
            Principal: { AWS: writer },
            Action: "kinesis:GetRecords",
            Resource: stream,
          }),
        })
      ).verdict,
    ).toBe("works");
  });
});

describe("policies as `aws` prints them", () => {
  const printed: Files = {
    "role.json": { RoleName: "writer", PolicyName: "deliver", PolicyDocument: policy(writing, reading) },
    "bucket.json": { Policy: JSON.stringify(policy({ ...admitting, Principal: { AWS: "111111111111" } })) },
    "trust.json": {
      Role: {
        RoleName: "writer",
        Arn: "arn:aws:iam::111111111111:role/ingest/writer",
        AssumeRolePolicyDocument: policy(trusting),
      },
    },
    "key.json": { Policy: JSON.stringify(policy(keyOwner, keyUser)), PolicyName: "default" },
  };

  test("are read, with the names that they say", async () => {
    const files = {
      ...printed,
      "role.json": { ...(printed["role.json"] as object), PolicyDocument: policy(writing, reading, encrypting) },
    };
    const { verdict, stdout } = await check(files);
    // The path is part of the principal: the key's policy names another role.
    expect([verdict, stdout.includes("invalid principals")]).toEqual(["broken", true]);
    const pathless = JSON.stringify(files).replaceAll("role/ingest/writer", "role/writer");
    expect((await check(JSON.parse(pathless) as Files)).verdict).toBe("works");
  });

  test("a managed policy's version, and a document that is encoded", async () => {
    const version = { PolicyVersion: { VersionId: "v1", Document: policy(writing) } };
    const encoded = {
      RoleName: "writer",
      PolicyName: "read",
      PolicyDocument: encodeURIComponent(JSON.stringify(policy(reading))),
    };
    const files = { "v.json": version, "r.json": encoded, "b.json": policy(admitting) };
    expect((await check(files)).verdict).toBe("works");
  });
});

describe("what the policies do not say, or say twice", () => {
  test("is asked for at once", async () => {
    const nowhere: Statement = { Effect: "Allow", Action: s3Actions, Resource: "*" };
    const anybody = { ...admitting, Principal: "*", Resource: "arn:aws:s3:::*/*" };
    const { exitCode, stderr } = await check({ "r.json": policy(nowhere), "b.json": policy(anybody) });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      [
        "crosscheck: <folder>/r.json: the input does not say the account of the role and the name of the bucket; run",
        "  crosscheck check <folder>/r.json <folder>/b.json --account-a <id> --bucket <name>",
        "",
      ].join("\n"),
    );
  });

  const otherWriter = { ...admitting, Principal: { AWS: [writer, "arn:aws:iam::111111111111:role/other"] } };
  const otherStream = { ...reading, Resource: [stream, `${stream}-2`] };
  const otherLake = { ...writing, Resource: [...inLake, "arn:aws:s3:::b-other/*"] };

  test.each<[what: string, files: Files, option: readonly [string, string]]>([
    ["roles", { ...both, "bucket-policy.json": policy(otherWriter) }, ["--role", "writer"]],
    ["data streams", { ...both, "role-policy.json": policy(writing, otherStream) }, ["--data-stream", "orders"]],
    [
      "buckets",
      {
        "r.json": policy(otherLake, reading),
        "b.json": policy({ ...admitting, Resource: [...inLake, "arn:aws:s3:::b-other/*"] }),
      },
      ["--bucket", "b-lake"],
    ],
  ])("several %s are chosen from", async (what, files, option) => {
    const { exitCode, stderr } = await check(files);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`the policies name several ${what}: `);
    expect(stderr).toContain(`choose by ${option[0]} <name>`);
    expect((await check(files, ...option)).exitCode).not.toBe(2);
  });

  test.each<[what: string, files: Files, problem: string]>([
    [
      "two bucket policies",
      { ...both, "again.json": policy(admitting) },
      "<folder>/again.json:1:1: is the bucket's policy, and so is <folder>/bucket-policy.json; give one of them",
    ],
    [
      "no role policy",
      { "b.json": policy(admitting) },
      "<folder>/b.json: is the bucket's policy, and no policy of the role is given; give that too",
    ],
    [
      "a policy of nothing that is known",
      { ...both, "x.json": policy({ Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*" }) },
      "<folder>/x.json:1:1: is a policy, and does not show of what",
    ],
    [
      "more key policies than keys",
      { ...both, "k.json": policy(keyOwner), "k2.json": policy(keyOwner) },
      "is the policy of a key, and the role's policies name fewer keys",
    ],
    [
      "broken JSON",
      { ...both, "r.json": '{"Version": "2012-10-17", "Statement": [{]}' },
      "<folder>/r.json:1:42: is not JSON",
    ],
  ])("%s is one message", async (_what, files, problem) => {
    const { exitCode, stderr } = await check(files);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("--save", () => {
  const words = ["--save", "--account-b", "222222222222", "--region-b", "eu-west-1", "--delivery-stream", "out"];

  test("keeps what follows from the policies, which stay where they are", async () => {
    const { saved, stdout } = await check(
      { "a/role.json": policy(writing, reading), "b/bucket.json": policy(admitting), "a/trust.json": policy(trusting) },
      ...words,
    );
    expect(stdout).toMatch(/\nsaved \S*crosscheck\.json: crosscheck check \S+\n$/);
    expect(saved).toMatchObject({
      accountA: { id: "111111111111", region: "eu-west-1" },
      accountB: { id: "222222222222", region: "eu-west-1" },
      dataStream: { name: "orders" },
      deliveryStream: { name: "out", role: "writer" },
      roles: { writer: { trustPolicy: "a/trust.json", policies: { role: "a/role.json" } } },
      bucket: { name: "b-lake", policy: "b/bucket.json" },
    });
  });

  test("and the manifest is checked to the same verdict", async () => {
    const files = { ...both, "role-policy.json": policy(writing, reading, encrypting), "key.json": policy(keyOwner) };
    const first = await check(files, "--save", "--region-a", "eu-west-1", "--delivery-stream", "out");
    expect(first.verdict).toBe("broken");
    const again = await checkFolder({ ...files, "crosscheck.json": first.saved });
    expect(again.verdict).toBe("broken");
    const whole = await checkFolder({
      ...files,
      "key.json": policy(keyOwner, keyUser),
      "crosscheck.json": first.saved,
    });
    expect(whole.verdict).toBe("works");
  });

  test("replaces no manifest that is there", async () => {
    const { exitCode, stderr } = await checkFolder(
      { ...both, "crosscheck.json": {} },
      ["role-policy.json", "bucket-policy.json"],
      ...words,
    );
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/crosscheck\.json is there already: check it, or remove it/),
    ]);
  });

  test("asks for all that a manifest has to say", async () => {
    const { exitCode, stderr } = await check(both, "--save");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--account-b <id> --region-b <region> --delivery-stream <name>");
  });

  test("replaces nothing, and keeps nothing but policies", async () => {
    const template = await check({ "t.yaml": "Resources: {L: {Type: AWS::S3::Bucket}}" }, "--save");
    expect([template.exitCode, template.stderr]).toEqual([
      2,
      "crosscheck: <folder>/t.yaml: is no policy; only what bare policies describe is saved\n",
    ]);
  });
});

test("a byte-order mark is read over, and gets no patch", async () => {
  const files = { ...both, "role-policy.json": `\ufeff${JSON.stringify(policy(writing, reading))}` };
  expect((await check(files)).verdict).toBe("works");
  const lacking = {
    ...files,
    "bucket-policy.json": `\ufeff${JSON.stringify(policy({ ...admitting, Action: "s3:GetObject" }))}`,
  };
  const { verdict, stdout } = await check(lacking);
  expect([verdict, stdout.includes("+++ ")]).toEqual(["broken", false]);
});

test("a bucket policy beside a template is of the bucket that the template delivers to", async () => {
  const template = `
Resources:
  Writer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: writer
      AssumeRolePolicyDocument: ${JSON.stringify(policy(trusting))}
      Policies: [{PolicyName: write, PolicyDocument: ${JSON.stringify(policy(writing))}}]
  Out:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration: {BucketARN: "arn:aws:s3:::b-lake", RoleARN: !GetAtt Writer.Arn}
`;
  const words = ["--account-a", "111111111111", "--region-a", "eu-west-1", "--account-b", "222222222222"];
  const files = { "a.yaml": template, "bucket-policy.json": policy(admitting) };
  expect((await check(files, ...words)).verdict).toBe("works");
  const none = { ...files, "bucket-policy.json": policy({ ...admitting, Action: "s3:GetObject" }) };
  expect((await check(none, ...words)).verdict).toBe("broken");
});
