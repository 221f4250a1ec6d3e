/** Whatever is wrong in a template, there is a verdict on what it says, or one message with a place. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../check/input-error.ts";
import { merge } from "../../../../check/merge.ts";
import { readInputs } from "../../../../check/read/inputs.ts";
import { plain } from "../../../../check/read/tree.ts";
import { treeOfYaml } from "../../../../check/read/tree-of-yaml.ts";
import { checkFiles, deliveryRole, deliveryStream, landing, templateAccounts } from "../../../support/templates.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Path = readonly (string | number)[];

const delivery = plain(
  treeOfYaml(
    "a.yaml",
    `Parameters: {Stage: {Type: String, Default: prod}}
Mappings: {M: {prod: {Size: 5}}}
Conditions: {IsProd: !Equals [!Ref Stage, prod], Both: !And [!Condition IsProd, !Not [!Equals [a, b]]]}
Resources:${deliveryRole}${deliveryStream(
      `BufferingHints: {SizeInMBs: !FindInMap [M, !Ref Stage, Size], IntervalInSeconds: "60"}
ProcessingConfiguration: {Enabled: true, Processors: [{Type: AppendDelimiterToRecord, Parameters: [{ParameterName: Delimiter, ParameterValue: "\\\\n"}]}]}`,
    )}
Outputs: {Role: {Condition: Both, Value: !GetAtt Writer.Arn, Export: {Name: writer}}}`,
  ),
) as Json;

const lake = plain(treeOfYaml("b.yaml", landing)) as Json;

const macros = plain(
  treeOfYaml(
    "a.yaml",
    `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Globals: {Function: {Timeout: 3, Tags: {A: b}}}
Resources:${deliveryRole}${deliveryStream()}
  Fn::ForEach::Queues: [Name, [Orders, Clicks], {"Queue\${Name}": {Type: "AWS::SQS::Queue", Properties: {QueueName: !Sub "q-\${Name}"}}}]
  Enrich: {Type: "AWS::Serverless::Function", Connectors: {To: {Properties: {Destination: {Id: Table}}}}, Properties: {AutoPublishAlias: live, Policies: [{S3ReadPolicy: {BucketName: x}}, !If [Is, A, B]], Events: {E: {Type: Kinesis}}}}
  Link: {Type: "AWS::Serverless::Connector", Properties: {Source: {Id: Enrich}, Destination: [{Id: Table}]}}
  Table: {Type: "AWS::Serverless::SimpleTable"}
  Inner: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: inner.yaml, Parameters: {A: !Ref Table}}}
Conditions: {Is: !Equals [a, a]}`,
  ),
) as Json;

/** Paths of all values within, with their own. */
function pathsIn(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inner.flatMap(([step, each]) => pathsIn(each as Json, [...path, step]))];
}

/** The value with another in one place; without it where that is undefined. */
function withAt(value: Json, [step, ...rest]: Path, other: Json | undefined): Json | undefined {
  if (step === undefined) return other;
  const entries = Object.entries(value as object).map(([name, each]) => [
    name,
    name === String(step) ? withAt(each as Json, rest, other) : each,
  ]) as (readonly [string, Json | undefined])[];
  const kept = entries.filter((entry) => entry[1] !== undefined);
  return Array.isArray(value) ? kept.map(([, each]) => each as Json) : (Object.fromEntries(kept) as Json);
}

const others: readonly (Json | undefined)[] = [
  undefined,
  null,
  7,
  true,
  "text",
  "",
  [],
  {},
  ["text", { Ref: "Nothing" }],
  { Type: "AWS::S3::Bucket" },
  { Ref: "Out" },
  { "Fn::GetAtt": "Writer.Arn" },
  { "Fn::GetAtt": ["Out"] },
  { "Fn::If": ["Both", { Ref: "AWS::NoValue" }, []] },
  { "Fn::Sub": ["${A}", { A: { Ref: "AWS::NoValue" } }] },
  { "Fn::Join": "x" },
  { "Fn::Select": ["x", [[]]] },
  { "Fn::Select": [0, "text"] },
  { "Fn::Join": ["", "text"] },
  { "Fn::Split": [{}, []] },
  { "Fn::FindInMap": ["M", { Ref: "Stage" }] },
  { "Fn::ForEach::Loop": ["N", ["a"], { "x${N}": "&{N}" }] },
  { "Fn::Length": { "Fn::Length": [] } },
  { Condition: "Both" },
  { "Fn::ImportValue": "writer" },
  "__proto__",
  { constructor: { toString: 1 } },
];

/** Each place with some of the others, in turn. */
function* variantsOf(template: Json, each: number): Generator<{ readonly what: string; readonly text: string }> {
  let turn = 0;
  for (const path of pathsIn(template)) {
    for (let count = 0; count < each; count++) {
      const other = others[turn++ % others.length];
      const text = JSON.stringify(withAt(template, path, other) ?? null);
      yield { what: `${path.join(".")} is ${JSON.stringify(other)}`, text };
    }
  }
}

/** Undefined where a template comes to a configuration, or to one message about a file. */
async function faultOf(folder: string, files: readonly string[]): Promise<string | undefined> {
  try {
    merge(await readInputs(files, templateAccounts));
    return undefined;
  } catch (error) {
    const isOne = error instanceof InputError && !error.message.includes("\n");
    if (isOne && (error.location.file.startsWith(folder) || error.location.file === "input")) return undefined;
    return String(error instanceof Error ? error.stack : error);
  }
}

describe("a template with something wrong in it comes to a verdict or one message", () => {
  test.each<[what: string, a: Json, b: Json, isOfB: boolean, each: number]>([
    ["a delivery stream and its role", delivery, lake, false, 3],
    ["a bucket and its policy", delivery, lake, true, 6],
    ["a template with macros", macros, lake, false, 3],
  ])("%s", async (_what, a, b, isOfB, each) => {
    using folder = temporaryFolder();
    const paths = ["a", "b"].map((side) => join(folder.path, `${side}.json`)) as [string, string];
    writeFileSync(join(folder.path, "inner.yaml"), "Parameters: {A: {Type: String}}\nResources: {}\n");
    const write = (at: number, text: string) => writeFileSync(paths[at] ?? "", text);
    write(0, JSON.stringify(a));
    write(1, JSON.stringify(b));
    const given = paths.map((path, at) => `${"AB"[at]}=${path}`);
    expect(await faultOf(folder.path, given)).toBeUndefined();
    const faults: string[] = [];
    let count = 0;
    for (const { what, text } of variantsOf(isOfB ? b : a, each)) {
      write(isOfB ? 1 : 0, text);
      const fault = await faultOf(folder.path, given);
      if (fault !== undefined) faults.push(`${what}: ${fault}`);
      count += 1;
    }
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });

  test("what is read of them can be played", async () => {
    for (const { what, text } of [...variantsOf(delivery, 1)].filter((_each, index) => index % 4 === 0)) {
      const outcome = await checkFiles({ "a.json": text, "b.yaml": landing }, { inputs: ["A=a.json", "b.yaml"] }).then(
        ({ verdict }) => verdict,
        (error: unknown) => (error instanceof InputError ? "one message" : `${what}: ${String(error)}`),
      );
      expect(["works", "broken", "inconclusive", "one message"]).toContain(outcome);
    }
  });
});

describe("what leads back to itself ends in one message", () => {
  const problem = async (template: object) => {
    using folder = temporaryFolder();
    const file = join(folder.path, "b.json");
    writeFileSync(file, JSON.stringify(template));
    const [unreadable] = (await readInputs([`B=${file}`], templateAccounts)).flatMap((part) => part.unreadable);
    return unreadable?.error.problem;
  };
  const bucket = (BucketName: unknown, more: object = {}) => ({
    Type: "AWS::S3::Bucket",
    ...more,
    Properties: { BucketName },
  });

  const links = Array.from({ length: 20_000 }, (_each, at) => at);
  test.each<[what: string, template: object]>([
    [
      "references",
      { Resources: Object.fromEntries(links.map((at) => [`B${at}`, bucket({ "Fn::Sub": `\${B${at + 1}}` })])) },
    ],
    [
      "conditions",
      {
        Conditions: Object.fromEntries(links.map((at) => [`C${at}`, { "Fn::Not": [{ Condition: `C${at + 1}` }] }])),
        Resources: { A: bucket("a", { Condition: "C0" }) },
      },
    ],
  ])("and so does a long chain of %s", async (_what, template) => {
    expect(await problem(template)).toBe("this is at the end of too long a chain of references");
  });

  test.each<[what: string, template: object, problem: string]>([
    ["Ref", { Resources: { A: bucket({ Ref: "B" }), B: bucket({ Ref: "A" }) } }, "`A` refers to itself"],
    ["Fn::GetAtt", { Resources: { A: bucket({ "Fn::GetAtt": "A.Arn" }) } }, "`A.Arn` refers to itself"],
    [
      "a condition",
      {
        Conditions: { C: { "Fn::Not": [{ Condition: "D" }] }, D: { "Fn::Not": [{ Condition: "C" }] } },
        Resources: { A: bucket("a", { Condition: "C" }) },
      },
      "`C` refers to itself",
    ],
    [
      "an export",
      {
        Resources: { A: bucket({ "Fn::ImportValue": "x" }) },
        Outputs: { O: { Value: { Ref: "A" }, Export: { Name: "x" } } },
      },
      "`A` refers to itself",
    ],
  ])("%s", async (_what, template, message) => {
    expect(await problem(template)).toBe(message);
  });
});
