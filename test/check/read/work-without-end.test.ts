/**
 * Small inputs whose reading would double with each of their lines. A test of the old kind would not end: the bound is a
 * number of reads that nobody reaches who works each thing out once.
 */
import { expect, test } from "vitest";
import { problemOf, readFiles } from "../../support/templates.ts";

const lines = 60;
const chain = (line: (at: number) => string) => Array.from({ length: lines }, (_, at) => line(at + 1)).join("\n");
const landing = (name: string) => `
  Landing:
    Type: AWS::S3::Bucket
    Properties: {BucketName: ${name}}
`;

const templates: readonly (readonly [what: string, template: string])[] = [
  [
    "conditions of conditions",
    `Conditions:\n  C0: !Equals [a, a]\n${chain((at) => `  C${at}: !And [!Condition C${at - 1}, !Or [!Condition C${at - 1}, !Condition C${at - 1}]]`)}
Resources:${landing(`!If [C${lines}, landing, other]`)}`,
  ],
  [
    "conditions on a parameter that nobody gave",
    `Parameters: {P: {Type: String}}
Conditions:\n  C0: !Equals [!Ref P, a]\n${chain((at) => `  C${at}: !Or [!Not [!Condition C${at - 1}], !Condition C${at - 1}]`)}
Resources:${landing(`!If [C${lines}, landing, other]`)}`,
  ],
  [
    "names of names",
    `Resources:\n  B0: {Type: AWS::S3::Bucket, Properties: {BucketName: a}}\n${chain((at) => `  B${at}: {Type: AWS::S3::Bucket, Properties: {BucketName: !Select [0, [!Ref B${at - 1}, !Ref B${at - 1}]]}}`)}${landing(`!Ref B${lines}`)}`,
  ],
  [
    "choices in mappings of choices",
    `Mappings: {M: {a: {x: [landing, other]}}}\nConditions: {C: !Equals [a, a]}
Resources:${landing(`${"!If [C, ".repeat(40)}!Select [0, !FindInMap [M, a, x]]${", other]".repeat(40)}`)}`,
  ],
];

test.for(templates)("%s are worked out once each", { timeout: 20_000 }, async ([, template]) => {
  const part = await readFiles({ "b.yaml": template }, { inputs: ["B=b.yaml"] });
  expect([...part.buckets, ...part.unreadable].length).toBeGreaterThan(0);
});

const texts: readonly (readonly [what: string, template: string, problem: RegExp])[] = [
  [
    "texts that double with each resource",
    `Resources:\n  B0: {Type: AWS::S3::Bucket, Properties: {BucketName: aaaa}}\n${chain((at) => `  B${at}: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "\${B${at - 1}}\${B${at - 1}}"}}`)}${landing(`!Ref B${lines}`)}`,
    /longer than a template can be/,
  ],
  [
    "loops in loops",
    `Transform: AWS::LanguageExtensions\nResources:\n${["a", "b", "c", "d", "e", "f"]
      .map((name, depth) => {
        const indent = "  ".repeat(1 + 2 * depth);
        return `${indent}Fn::ForEach::L${depth}:\n${indent}  - ${name}\n${indent}  - [${[..."0123456789"].map((each) => `v${each}`).join(", ")}]\n${indent}  -`;
      })
      .join("\n")}\n${"  ".repeat(14)}B\${a}\${b}\${c}\${d}\${e}\${f}: {Type: AWS::S3::Bucket}\n`,
    /makes more than a template can have/,
  ],
  ["aliases of aliases", `a: &a [x]\nb: &b [*a, *a]\n\nResources:${landing("landing")}`, /takes no YAML aliases/],
  [
    "choices a thousand deep",
    `Conditions: {C: !Equals [a, a]}\nResources:${landing(`${"!If [C, ".repeat(1000)}a${", b]".repeat(1000)}`)}`,
    /nested more than 100 levels deep/,
  ],
];

test.for(texts)("%s end in one message", { timeout: 20_000 }, async ([, template, problem]) => {
  const told = await problemOf({ "b.yaml": template }, { inputs: ["B=b.yaml"] });
  expect(told).toMatch(problem);
  expect(told).not.toContain("\n");
});
