import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { plain } from "../check/read/tree.ts";
import { treeOfYaml } from "../check/read/tree-of-yaml.ts";
import { type Measurement, spreadOf } from "./measure.ts";

const resources = 500;
const article = join(import.meta.dirname, "../test/corpus/cloudformation-article");
const once = join(import.meta.dirname, "check-once.ts");
const execute = promisify(execFile);

interface Template {
  readonly Resources: Readonly<Record<string, object>>;
}

const allowing = (statement: object) => ({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** What stands beside a delivery in the stack of a team: each kind as often as any other. */
const bystanders: readonly ((at: number) => readonly [id: string, resource: object])[] = [
  (at) => [
    `Table${at}`,
    { Type: "AWS::DynamoDB::Table", Properties: { KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] } },
  ],
  (at) => [
    `Role${at}`,
    {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: allowing({
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
        Policies: [
          {
            PolicyName: "own",
            PolicyDocument: allowing({ Action: "dynamodb:*", Resource: { "Fn::GetAtt": [`Table${at - 1}`, "Arn"] } }),
          },
        ],
      },
    },
  ],
  (at) => [
    `Function${at}`,
    { Type: "AWS::Lambda::Function", Properties: { Role: { "Fn::GetAtt": [`Role${at - 1}`, "Arn"] } } },
  ],
  (at) => [`Bucket${at}`, { Type: "AWS::S3::Bucket" }],
  (at) => [
    `Key${at}`,
    {
      Type: "AWS::KMS::Key",
      Properties: {
        KeyPolicy: allowing({
          Principal: { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } },
          Action: "kms:*",
          Resource: "*",
        }),
      },
    },
  ],
];

function grown(template: Template): Template {
  const beside = Array.from({ length: resources - Object.keys(template.Resources).length }, (_, at) =>
    bystanders[at % bystanders.length]?.(at),
  );
  return {
    ...template,
    Resources: { ...template.Resources, ...Object.fromEntries(beside.filter((each) => each !== undefined)) },
  };
}

/**
 * CPU time of a first `check` of a large template, by that of the same template cut down to the delivery: each in a process of
 * its own, whose start does not count.
 */
export async function largeTemplate(format: "json" | "yaml", rounds: number): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-bench-"));
  try {
    const delivery = plain(treeOfYaml("a.yaml", await readFile(join(article, "a.yaml"), "utf8"))) as Template;
    const text = (template: Template) =>
      format === "json" ? JSON.stringify(template, undefined, 2) : stringify(template);
    const [large, small] = [join(folder, `large.${format}`), join(folder, `small.${format}`)];
    await writeFile(large, text(grown(delivery)));
    await writeFile(small, text(delivery));
    const cpuMs = async (file: string) => {
      const { stdout } = await execute(process.execPath, [once, file, join(article, "b.yaml")]);
      return Number(stdout);
    };
    const seen: { readonly large: number; readonly small: number }[] = [];
    for (let round = 0; round < rounds; round++) seen.push({ small: await cpuMs(small), large: await cpuMs(large) });
    const ratio = spreadOf(seen.map((each) => each.large / each.small));
    return {
      name: `check of a ${format === "json" ? "JSON" : "YAML"} template of ${resources} resources`,
      value: spreadOf(seen.map((each) => each.large)),
      unit: "ms of CPU",
      yardstick: { name: "the delivery alone", value: spreadOf(seen.map((each) => each.small)) },
      ratio,
      target: "ratio ≤ 1.5",
      reached: ratio.median <= 1.5,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
