import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../../../check/check.ts";
import type { Configuration } from "../../../../check/configuration.ts";
import { inWords } from "../../../../check/unknown/world.ts";
import { readConfiguration } from "../../../support/read-configuration.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { refersTo, type Said, type TerraformPlan } from "../../../support/terraform-plan.ts";
import { a, b, found, verdictOf } from "../../../support/terraform-verdict.ts";

const writing = [
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:PutObject",
  "s3:PutObjectAcl",
];
const delivery = "arn:aws:iam::111111111111:role/delivery";
const bucketArn = refersTo("aws_s3_bucket.landing.arn");
const bucketPolicy = "aws_s3_bucket_policy.landing";

/** A statement as a plan has it before apply: planned, unknown and said. */
interface Statement {
  readonly planned: object;
  readonly unknown?: object;
  readonly said?: object;
}

const landing: Statement = {
  planned: {
    sid: "Landing",
    effect: null,
    actions: writing,
    resources: [null, null],
    principals: [{ type: "AWS", identifiers: [delivery] }],
  },
  unknown: { resources: [true, true] },
  said: {
    sid: { constant_value: "Landing" },
    actions: { constant_value: writing },
    resources: bucketArn,
    principals: [{ type: { constant_value: "AWS" }, identifiers: { constant_value: [delivery] } }],
  },
};

function document(statements: readonly Statement[], more: Said = {}): Said {
  return {
    values: { statement: statements.map(({ planned }) => planned), ...more.values },
    unknown: { json: true, statement: statements.map(({ unknown = {} }) => unknown), ...more.unknown },
    expressions: { statement: statements.map(({ said = {} }) => said), ...more.expressions },
  };
}

/** The plan of account B whose bucket policy is what a data source writes during apply. */
function written(statements: readonly Statement[], more: Said = {}): TerraformPlan {
  return b()
    .with("data.aws_iam_policy_document.landing", document(statements, more))
    .with(bucketPolicy, {
      values: { policy: undefined },
      unknown: { policy: true, bucket: true },
      expressions: { policy: refersTo("data.aws_iam_policy_document.landing.json") },
    });
}

async function configurationOf(plan: TerraformPlan): Promise<Configuration> {
  using folder = temporaryFolder();
  const files = [a(), plan].map(({ text }, index) => {
    const file = join(folder.path, `${"ab"[index]}.json`);
    writeFileSync(file, text);
    return file;
  });
  return await readConfiguration(files);
}

/** The bucket policy that is read, with what is unknown by its name. */
async function policyOf(plan: TerraformPlan): Promise<unknown> {
  const configuration = await configurationOf(plan);
  return JSON.parse(inWords(configuration, configuration.bucket.policy?.text ?? "null"));
}

describe("a document that is written during apply", () => {
  test("is inconclusive where it may allow the delivery, and says what settles it", async () => {
    expect(await found(a(), written([landing]))).toMatchObject({
      verdict: "inconclusive",
      settledBy: [expect.stringMatching(/^give the state once it is applied, or write the ARNs from names/)],
    });
  });

  test("is broken where no resource could make it allow the delivery", async () => {
    const actions = writing.filter((action) => action !== "s3:PutObjectAcl");
    const lacking = {
      ...landing,
      planned: { ...landing.planned, actions },
      said: { ...landing.said, actions: { constant_value: actions } },
    };
    expect(await verdictOf(a(), written([lacking]))).toBe("broken");
    // Nobody can write the policy out with its resources: what is to be added is said.
    const { repair } = await check(await configurationOf(written([lacking])), { by: "direct" });
    expect(repair?.patches).toMatchObject([
      { kind: "setting", text: expect.stringMatching(/^add `s3:PutObjectAcl` to the Action of statement `Landing`/) },
    ]);
  });

  test("is broken where its principal is somebody else", async () => {
    const principals = [{ type: "AWS", identifiers: ["arn:aws:iam::111111111111:role/other"] }];
    expect(await verdictOf(a(), written([{ ...landing, planned: { ...landing.planned, principals } }]))).toBe("broken");
  });

  test("decides nothing where a policy beside it allows the delivery and it can only allow", async () => {
    const beside = a()
      .with(
        "data.aws_iam_policy_document.more",
        document([{ ...landing, planned: { ...landing.planned, principals: [] } }]),
      )
      .with("aws_iam_role_policy.more", {
        values: { name: "more", role: "delivery" },
        unknown: { policy: true },
        expressions: { policy: refersTo("data.aws_iam_policy_document.more.json") },
      });
    expect(await verdictOf(beside, b())).toBe("works");
  });

  test("may deny what its resources are not known to be", async () => {
    const denying = (condition: readonly object[]): Statement => ({
      planned: {
        sid: "NoPlainText",
        effect: "Deny",
        actions: ["s3:*"],
        resources: [null],
        principals: [{ type: "*", identifiers: ["*"] }],
        condition,
      },
      unknown: { resources: [true] },
      said: { resources: bucketArn },
    });
    const known = {
      ...landing,
      planned: { ...landing.planned, resources: ["arn:aws:s3:::b-landing", "arn:aws:s3:::b-landing/*"] },
      unknown: {},
    };
    const secure = { test: "Bool", variable: "aws:SecureTransport", values: ["false"] };
    expect(await verdictOf(a(), written([known, denying([secure])]))).toBe("works");
    expect(await verdictOf(a(), written([known, denying([])]))).toBe("inconclusive");
  });

  test("has the ARN that the only reference is of where nothing can be behind it", async () => {
    const principals = [{ type: "AWS", identifiers: [null] }];
    const said = {
      principals: [{ type: { constant_value: "AWS" }, identifiers: refersTo("aws_iam_role.writer.arn") }],
    };
    const plan = written([
      {
        planned: { actions: ["s3:PutObject"], resources: [null], principals },
        unknown: { resources: [true], principals: [{ identifiers: [true] }] },
        said: { ...said, resources: bucketArn },
      },
    ]).with("aws_iam_role.writer", { values: { name: "writer", path: "/", assume_role_policy: "{}" } });
    expect(await policyOf(plan)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::b-landing<or what is behind it>",
          Principal: { AWS: "arn:aws:iam::222222222222:role/writer" },
        },
      ],
    });
  });

  test("may allow the delivery with actions that are not known either", async () => {
    const open = {
      ...landing,
      planned: { ...landing.planned, actions: null },
      unknown: { ...landing.unknown, actions: true },
      said: { ...landing.said, actions: { references: ["local.actions"] } },
    };
    expect(await verdictOf(a(), written([open]))).toBe("inconclusive");
  });

  test("has a mark for what refers to nothing that is known", async () => {
    const said = { resources: { references: ["local.arns"] } };
    const plan = written([{ planned: { actions: ["s3:*"], not_principals: [] }, unknown: { resources: true }, said }]);
    expect(await policyOf(plan)).toMatchObject({
      Statement: [{ Resource: "<data.aws_iam_policy_document.landing.statement[0].resources>" }],
    });
  });

  test("has its parts as the provider writes them", async () => {
    const statement = {
      sid: "All",
      effect: "Deny",
      not_actions: ["s3:GetObject", "s3:PutObject"],
      not_resources: ["arn:aws:s3:::b-landing/&{aws:username}/*"],
      not_principals: [{ type: "*", identifiers: ["*"] }],
      principals: [
        { type: "AWS", identifiers: ["*"] },
        { type: "Service", identifiers: ["a.amazonaws.com", "b.amazonaws.com"] },
      ],
      condition: [
        { test: "StringEquals", variable: "aws:PrincipalTag/team", values: ["web"] },
        { test: "StringEquals", variable: "aws:SourceAccount", values: ["111111111111", "222222222222"] },
      ],
    };
    const more = { values: { policy_id: "landing", version: "2012-10-17" } };
    expect(await policyOf(written([{ planned: statement }], more))).toEqual({
      Version: "2012-10-17",
      Id: "landing",
      Statement: [
        {
          Sid: "All",
          Effect: "Deny",
          NotAction: ["s3:PutObject", "s3:GetObject"],
          NotResource: `arn:aws:s3:::b-landing/${"${"}aws:username}/*`,
          NotPrincipal: "*",
          Principal: { AWS: "*", Service: ["b.amazonaws.com", "a.amazonaws.com"] },
          Condition: {
            StringEquals: {
              "aws:PrincipalTag/team": "web",
              "aws:SourceAccount": ["111111111111", "222222222222"],
            },
          },
        },
      ],
    });
  });

  test("takes in other documents, and a statement replaces one of its Sid", async () => {
    const statementOf = (sid: string, action: string) => ({ planned: { sid, actions: [action], resources: ["*"] } });
    const json = (sid: string, action: string) =>
      JSON.stringify({ Version: "2008-10-17", Statement: { Sid: sid, Effect: "Allow", Action: action } });
    const plan = written([statementOf("Own", "s3:GetObject")], {
      values: {
        source_policy_documents: [null, json("Second", "s3:ListBucket")],
        override_policy_documents: [json("Own", "s3:PutObject")],
      },
      unknown: { source_policy_documents: [true, false] },
      expressions: { source_policy_documents: refersTo("data.aws_iam_policy_document.base.json") },
    }).with("data.aws_iam_policy_document.base", document([statementOf("First", "s3:GetObjectAcl")]));
    expect(await policyOf(plan)).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "First", Effect: "Allow", Action: "s3:GetObjectAcl", Resource: "*" },
        { Sid: "Second", Effect: "Allow", Action: "s3:ListBucket" },
        { Sid: "Own", Effect: "Allow", Action: "s3:PutObject" },
      ],
    });
  });

  test("that takes in itself is known by nothing, and that is an answer", async () => {
    const plan = written([landing], {
      values: { source_policy_documents: [null] },
      unknown: { source_policy_documents: [true] },
      expressions: { source_policy_documents: refersTo("data.aws_iam_policy_document.landing.json") },
    });
    expect(await verdictOf(a(), plan)).toBe("inconclusive");
  });

  test("has no references of the block where another one is written by `dynamic`", async () => {
    const dynamic: Statement = {
      planned: { sid: "More", actions: ["s3:GetObject"], resources: [null], principals: [] },
      unknown: { resources: [true] },
    };
    const plan = written([dynamic, landing], { expressions: { statement: [landing.said] } });
    expect(await policyOf(plan)).toMatchObject({
      Statement: [
        { Sid: "More", Resource: "<data.aws_iam_policy_document.landing.statement[0].resources>" },
        { Sid: "Landing", Resource: "arn:aws:s3:::b-landing<or what is behind it>" },
      ],
    });
  });
});

describe("a document that is put together by an expression", () => {
  const open = (path: string, ...references: readonly string[]): Said => ({
    values: { [path]: undefined },
    unknown: { [path]: true },
    expressions: { [path]: refersTo(...references) },
  });

  test("of a role leaves the verdict open, and names what it is and what it is made of", async () => {
    const plan = a().with("aws_iam_role_policy.deliver", open("policy", "aws_kinesis_stream.clicks.arn"));
    const outcome = await found(plan, b());
    expect(outcome).toMatchObject({ verdict: "inconclusive", notChecked: ["policy `deliver` of role `delivery`"] });
    expect(JSON.stringify(outcome)).toContain("or make it by a data source `aws_iam_policy_document`");
  });

  test("of a bucket, and of whom a role trusts", async () => {
    expect(await verdictOf(a(), b().with(bucketPolicy, open("policy", "aws_s3_bucket.landing.arn")))).toBe(
      "inconclusive",
    );
    const trust = a().with(
      "aws_iam_role.delivery",
      open("assume_role_policy", "data.aws_caller_identity.x.account_id"),
    );
    expect(await verdictOf(trust, b())).toBe("inconclusive");
  });

  test("helps nothing where another policy lacks what the delivery needs", async () => {
    const plan = a().with("aws_iam_role_policy.deliver", open("policy", "aws_kinesis_stream.clicks.arn"));
    const lacking = b().withPolicy(bucketPolicy, (text) => text.replace('"s3:PutObject",', ""));
    expect(await verdictOf(plan, lacking)).toBe("broken");
  });

  test("is no document that only begins with a reference", async () => {
    const both = open("policy", "data.aws_iam_policy_document.one.json", "data.aws_iam_policy_document.two.json");
    const plan = b()
      .with("data.aws_iam_policy_document.one", document([landing]))
      .with("data.aws_iam_policy_document.two", document([landing]))
      .with(bucketPolicy, both);
    expect(await found(a(), plan)).toMatchObject({
      verdict: "inconclusive",
      notChecked: ["the policy of bucket `b-landing`"],
    });
  });
});
