/** Buckets of an account's own namespace, `<prefix>-<account>-<region>-an`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkWithFiles } from "../../check/check.ts";
import { readConfiguration } from "../support/read-configuration.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { TerraformPlan } from "../support/terraform-plan.ts";

const name = "lake-222222222222-us-east-1-an";
const settings = {
  accountA: { id: "111111111111", region: "us-east-1" },
  accountB: { id: "222222222222", region: "us-east-1" },
};

async function check(files: Readonly<Record<string, string>>) {
  using folder = temporaryFolder();
  const paths = Object.entries(files).map(([file, text]) => {
    writeFileSync(join(folder.path, file), text);
    return join(folder.path, file);
  });
  const inputs = paths.filter((path) => !path.endsWith("crosscheck.json"));
  const configuration = await readConfiguration(inputs.length === paths.length ? paths : [folder.path], settings);
  const { result, files: changed } = await checkWithFiles(configuration);
  const { verdict, cause, repair } = result;
  return {
    bucket: configuration.bucket.name,
    verdict,
    ...(cause !== undefined && { cause: `${cause.action} ${cause.code}` }),
    ...(repair !== undefined && { steps: repair.steps, patched: changed.map(({ after }) => after).join("") }),
  };
}

const missing = "s3:CreateBucket MissingNamespaceHeader";
const step = `create bucket \`${name}\` in the account-regional namespace, as its name ends`;

/** Account A with everything allowed, and what is said of the bucket. */
function manifest(bucket: object): Readonly<Record<string, string>> {
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const trust = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
  const document = (Statement: object) => ({ Version: "2012-10-17", Statement });
  const own = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
  const letIn = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "s3:*", Resource: own };
  return {
    "crosscheck.json": JSON.stringify({
      accountA: settings.accountA,
      accountB: settings.accountB,
      deliveryStream: { name: "deliver", role: "delivery" },
      roles: { delivery: { trustPolicy: document(trust), policies: { all: document(all) } } },
      bucket: { name, policy: document(letIn), ...bucket },
    }),
  };
}

describe("a manifest", () => {
  test("says the namespace of its bucket", async () => {
    expect(await check(manifest({ namespace: "account-regional" }))).toEqual({ bucket: name, verdict: "works" });
  });

  test("is broken where it does not, and the repair says it", async () => {
    const { patched, ...found } = await check(manifest({}));
    expect(found).toEqual({ bucket: name, verdict: "broken", cause: missing, steps: [step] });
    expect(JSON.parse(patched ?? "{}").bucket.namespace).toBe("account-regional");
  });
});

function template(properties: string): Readonly<Record<string, string>> {
  return {
    "template.yaml": `
Resources:
  Delivery:
    Type: AWS::IAM::Role
    Properties:
      RoleName: delivery
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: firehose.amazonaws.com }, Action: sts:AssumeRole }
        Version: "2012-10-17"
      Policies:
        - PolicyName: all
          PolicyDocument: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "*", Resource: "*" } }
  Deliver:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamName: deliver
      ExtendedS3DestinationConfiguration: { RoleARN: !GetAtt Delivery.Arn, BucketARN: !GetAtt Lake.Arn }
  Lake:
    Type: AWS::S3::Bucket
    Properties: { ${properties} }
`,
  };
}

describe("a template", () => {
  const own = "-111111111111-us-east-1-an";

  test.each<[properties: string, bucket: string, verdict: string]>([
    [`BucketNamePrefix: lake, BucketNamespace: account-regional`, `lake${own}`, "works"],
    [`BucketNamePrefix: lake`, `lake${own}`, "works"],
    [`BucketName: lake${own}, BucketNamespace: account-regional`, `lake${own}`, "works"],
    [`BucketName: lake${own}`, `lake${own}`, "broken"],
    [`BucketName: lake, BucketNamespace: global`, "lake", "works"],
  ])("with { %s } makes bucket %s and %s", async (properties, bucket, verdict) => {
    const found = await check(template(properties));
    expect([found.bucket, found.verdict, found.cause]).toEqual([
      bucket,
      verdict,
      verdict === "broken" ? missing : undefined,
    ]);
  });
});

describe("Terraform", () => {
  const address = "aws_s3_bucket.landing";
  const plans = (of: (plan: TerraformPlan) => TerraformPlan, actions = '"create"') => ({
    "a.json": new TerraformPlan("a").text.replaceAll("b-landing", name),
    "b.json": of(new TerraformPlan("b")).text.replaceAll("b-landing", name).replaceAll('"create"', actions),
  });

  test("says the namespace by bucket_namespace", async () => {
    const said = plans((plan) => plan.with(address, { values: { bucket_namespace: "account-regional" } }));
    expect(await check(said)).toMatchObject({ bucket: name, verdict: "works" });
  });

  test("is broken where it creates such a bucket without it", async () => {
    expect(await check(plans((plan) => plan))).toMatchObject({ verdict: "broken", cause: missing, steps: [step] });
  });

  test("leaves a bucket that is there already as it is", async () => {
    expect(await check(plans((plan) => plan, '"no-op"'))).toMatchObject({ bucket: name, verdict: "works" });
  });
});
