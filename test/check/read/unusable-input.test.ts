import { cpSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ReadSettings, readInputs } from "../../../check/read/inputs.ts";
import { corpusFolder } from "../../support/corpus.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const accounts: ReadSettings = {
  accountA: { id: "111111111111", region: "us-east-1" },
  accountB: { id: "222222222222", region: "us-east-1" },
};

/** What reading a file of that name and text ends in, `<folder>` for the place it was in. */
async function problemWith(name: string, text: string | Buffer, settings: ReadSettings = accounts): Promise<string> {
  using folder = temporaryFolder();
  const file = join(folder.path, name);
  writeFileSync(file, text);
  return await problemOf(folder.path, [file], settings);
}

async function problemOf(folder: string, inputs: readonly string[], settings: ReadSettings): Promise<string> {
  const told = (error: Error) => `${error.name} ${error.message}`;
  const outcome = await readInputs(inputs, settings).then((parts) => {
    const [unreadable] = parts.flatMap((part) => part.unreadable);
    return unreadable === undefined ? "it was read" : told(unreadable.error);
  }, told);
  return outcome.replaceAll(folder, "<folder>");
}

/** 100 MB that take no room: nobody is to look into it. */
function hugeFile(file: string): void {
  writeFileSync(file, "");
  truncateSync(file, 100 * 1024 * 1024);
}

const bucket = "Resources:\n  Landing:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: ";

describe("a file that cannot be read ends in one message with its place", () => {
  test.each<[what: string, name: string, text: string | Buffer, problem: string]>([
    [
      "broken JSON",
      "a.json",
      '{\n  "Resources": {\n    "A": }\n}',
      "<folder>/a.json:3:10: is not JSON: value expected; correct it there",
    ],
    ["an empty file", "a.yaml", "", "<folder>/a.yaml:1:1: this is not YAML: the file is empty"],
    [
      "broken YAML",
      "a.yaml",
      "Resources:\n\tA: b\n",
      "<folder>/a.yaml:2:1: this is not YAML: tabs are not allowed as indentation",
    ],
    [
      "a member twice",
      "a.yaml",
      "Resources:\n  A: 1\n  A: 2\n",
      "<folder>/a.yaml:3:3: this is not YAML: map keys must be unique",
    ],
    [
      "aliases that stand for ever more",
      "bomb.yaml",
      ["a: &a [x, x]", ...["b", "c", "d"].map((name, at) => `${name}: &${name} [*${"abc"[at]}, *${"abc"[at]}]`)].join(
        "\n",
      ),
      "<folder>/bomb.yaml:2:8: CloudFormation takes no YAML aliases; write the value out in both places",
    ],
    [
      "YAML nested ever deeper",
      "deep.yaml",
      Array.from({ length: 3000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
      "<folder>/deep.yaml:2999:1: this is nested more than 100 levels deep",
    ],
    [
      "flow collections nested ever deeper, each in a line of its own",
      "deep.yaml",
      "a: [\n".concat(" [\n".repeat(50_000)),
      "<folder>/deep.yaml:1:1: this is nested more than 100 levels deep",
    ],
    [
      "JSON nested ever deeper",
      "deep.json",
      "[".repeat(50_000),
      "<folder>/deep.json:1:201: is nested more than 200 levels deep; make it flatter",
    ],
    [
      "what is no text",
      "a.yaml",
      Buffer.from([0xff, 0xfe, 0x00]),
      "<folder>/a.yaml: is not text in UTF-8; save it in that encoding",
    ],
    [
      "Terraform's source",
      "main.tf",
      'resource "aws_s3_bucket" "b" {}',
      "<folder>/main.tf: is Terraform's source, whose values are known to Terraform alone; run `terraform plan -out=plan.bin` and `terraform show -json plan.bin > plan.json` there (`tofu plan` and `tofu show` alike), and give <folder>/plan.json, or pipe it: `terraform show -json plan.bin | crosscheck check -`",
    ],
    [
      "a plan in Terraform's own form",
      "plan.bin",
      Buffer.from("PK\u0003\u0004tfplan"),
      "<folder>/plan.bin: is a plan in Terraform's own form; run `terraform show -json <folder>/plan.bin > plan.json`, and give that",
    ],
    [
      "a plan of another provider",
      "plan.json",
      JSON.stringify({
        format_version: "1.2",
        terraform_version: "1.11.4",
        planned_values: {
          root_module: {
            resources: [
              {
                address: "google_storage_bucket.b",
                type: "google_storage_bucket",
                name: "b",
                provider_name: "registry.terraform.io/hashicorp/google",
                values: {},
              },
            ],
          },
        },
      }),
      "<folder>/plan.json: has resources of `hashicorp/google` and none of AWS; give what describes the accounts on AWS",
    ],
    [
      "a format of Terraform that is yet to come",
      "plan.json",
      '{"format_version":"2.0","terraform_version":"9.0.0","planned_values":{}}',
      "<folder>/plan.json (format_version): format 2.0 of `terraform show -json` is not known here; formats 0.1 to 1.x are: use a Terraform that writes one of them",
    ],
    [
      "something else altogether",
      "package.json",
      '{"name":"left-pad"}',
      "<folder>/package.json: is nothing that can be checked; give a CloudFormation template in YAML or JSON, a plan or state of Terraform by `terraform show -json`, policies in JSON",
    ],
  ])("%s", async (_what, name, text, problem) => {
    expect(await problemWith(name, text)).toBe(`InputError ${problem}`);
  });

  test.each(["huge.json", "huge.yaml", "huge.template"])("%s of 100 MB is refused by its size", async (name) => {
    using folder = temporaryFolder();
    const file = join(folder.path, name);
    hugeFile(file);
    expect(await problemOf(folder.path, [file], accounts)).toBe(
      `InputError <folder>/${name}: has 100 MiB, and 32 MiB are the most that is read; give only what describes the delivery`,
    );
  });

  test.each(["crosscheck.json", "bucket-policy.json"])(
    "a folder whose %s has 100 MB is refused by its size",
    async (name) => {
      using folder = temporaryFolder();
      cpSync(join(corpusFolder, "article"), folder.path, { recursive: true });
      hugeFile(join(folder.path, name));
      expect(await problemOf(folder.path, [folder.path], {})).toMatch(
        /has 100 MiB, and \d+ MiB are the most that is read/,
      );
    },
  );
});

describe("a file of another form says what to give instead", () => {
  const statement = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
  test.each<[what: string, name: string, content: unknown, says: string]>([
    [
      "a raw state",
      "s.json",
      { version: 4, serial: 1, lineage: "l", resources: [] },
      "run `terraform show -json > state.json`",
    ],
    [
      "a log of a plan",
      "p.json",
      '{"@level":"info"}\n{"@level":"info"}\n',
      "the log that `terraform plan -json` writes",
    ],
    ["a printed template", "t.json", { TemplateBody: { Resources: {} } }, "run it with `--query TemplateBody`"],
    [
      "a printed delivery stream",
      "d.json",
      { DeliveryStreamDescription: {} },
      "which has no policies; give the policies",
    ],
    [
      "an export of Pulumi",
      "p.json",
      { version: 3, deployment: { manifest: {} } },
      "a Pulumi stack, which is not read",
    ],
    ["a Serverless service", "serverless.yml", "service: out\nprovider:\n  name: aws\n", "run `serverless package`"],
    ["a statement", "p.json", statement, 'write them as { "Version"'],
    ["statements", "p.json", [statement], "without the policy around them"],
    ["a list", "l.json", [1], "is a list, and no form of input is one"],
    ["a text", "t.yaml", "just words\n", "is nothing that can be checked; give a CloudFormation template"],
  ])("%s", async (_what, name, content, says) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const problem = await problemWith(name, text);
    expect(problem).toContain(`InputError <folder>/${name}: `);
    expect(problem).toContain(says);
  });
});

describe("a template that cannot be worked out says where and what is missing", () => {
  test.each<[what: string, text: string, problem: string]>([
    [
      "a resource that is not there",
      `${bucket}!Ref Nowhere\n`,
      "<folder>/t.yaml:5:19: there is no parameter or resource `Nowhere` in this template",
    ],
    [
      "a resource that refers to itself",
      `${bucket}!Sub "\${Landing}-x"\n`,
      "<folder>/t.yaml:5:19: `Landing` refers to itself",
    ],
    [
      "a template of neither account",
      "Resources:\n  K:\n    Type: AWS::KMS::Key\n",
      "<folder>/t.yaml: it does not show which account it is for; give it as A=<folder>/t.yaml or B=<folder>/t.yaml",
    ],
  ])("%s", async (_what, text, problem) => {
    expect(await problemWith("t.yaml", text)).toBe(`InputError ${problem}`);
  });

  test("a parameter that no template has", async () => {
    const text = `Parameters:\n  Name:\n    Type: String\n${bucket}!Ref Name\n`;
    const given = (name: string) => problemWith("t.yaml", text, { ...accounts, parameters: { [name]: "b-landing" } });
    expect(await given("Nmae")).toBe("InputError <folder>/t.yaml: no template has a parameter `Nmae`; there is `Name`");
    expect(await given("Name")).toBe("it was read");
  });
});

describe("what a template does not say is unknown, with what would settle it", () => {
  test.each<[what: string, text: string, unknown: string, settledBy: string]>([
    [
      "a parameter that is not given",
      `Parameters:\n  Name:\n    Type: String\n${bucket}!Ref Name\n`,
      "the value of parameter `Name`",
      "give --parameter Name=<value>",
    ],
    [
      "a parameter whose value is kept in the account",
      `Parameters:\n  Name:\n    Type: AWS::SSM::Parameter::Value<String>\n    Default: /name\n${bucket}!Ref Name\n`,
      "the value of parameter `Name`",
      "give --parameter Name=<value>",
    ],
    [
      "a function that is worked out in the account",
      `${bucket}!Cidr [a, b]\n`,
      "what `Fn::Cidr` gives",
      "write its value out in the template that is checked",
    ],
    [
      "an attribute that is drawn at deployment",
      `${bucket}!GetAtt Site.WebsiteURL\n  Site:\n    Type: AWS::S3::Bucket\n`,
      "`WebsiteURL` of AWS::S3::Bucket `Site` as deployed",
      "write its value out in the template that is checked",
    ],
    [
      "a value that the account keeps",
      `${bucket}"{{resolve:ssm:/name}}"\n`,
      "what `{{resolve:ssm:/name}}` gives",
      "write its value out in the template that is checked",
    ],
    [
      "an export that no template has",
      `${bucket}!ImportValue other\n`,
      "the export `other`",
      "give the template that exports it, too",
    ],
  ])("%s", async (_what, text, what, settledBy) => {
    using folder = temporaryFolder();
    const file = join(folder.path, "t.yaml");
    writeFileSync(file, text);
    const parts = await readInputs([file], accounts);
    const [read] = parts.flatMap(({ buckets }) => buckets);
    const unknown = parts.flatMap(({ unknowns }) => unknowns).find(({ mark }) => mark === read?.name);
    expect(unknown).toMatchObject({ what, settledBy });
  });
});

test("a cdk manifest that leads out of its folder is refused where it does", async () => {
  using folder = temporaryFolder();
  const out = join(folder.path, "cdk.out");
  mkdirSync(out);
  writeFileSync(join(folder.path, "secret.json"), '{"Resources":{}}');
  const properties = { templateFile: "../secret.json" };
  const artifacts = { Stack: { type: "aws:cloudformation:stack", properties } };
  writeFileSync(join(out, "manifest.json"), JSON.stringify({ version: "38.0.0", artifacts }, undefined, 2));
  expect(await problemOf(folder.path, [out], accounts)).toBe(
    "InputError <folder>/cdk.out/manifest.json:7:25 (artifacts.Stack): `../secret.json` is outside the folder; name a file of the folder, relative to it",
  );
});
