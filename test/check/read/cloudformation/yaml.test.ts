import { describe, expect, test } from "vitest";
import { member, plain } from "../../../../check/read/tree.ts";
import { treeOfYaml } from "../../../../check/read/tree-of-yaml.ts";
import { problemOf, readFiles } from "../../../support/templates.ts";

const valueIn = (text: string) => plain(treeOfYaml("t.yaml", text));

describe("YAML 1.1 as CloudFormation reads it", () => {
  test.each<[what: string, text: string, value: unknown]>([
    ["words for booleans", "a: [yes, Yes, NO, on, Off, y]", { a: [true, true, false, true, false, "y"] }],
    ["those words in quotes", "a: ['yes', \"off\"]", { a: ["yes", "off"] }],
    ["those words as names", "yes: 1\n'on': 2", { true: 1, on: 2 }],
    [
      "ids that look like numbers",
      "a: [012345678901, 001234567012, 190:20:30]",
      { a: ["012345678901", "001234567012", "190:20:30"] },
    ],
    ["dates", "a: 2012-10-17", { a: "2012-10-17" }],
    ["numbers", "a: [7, -1, 0.5, 1e3, 0x1F, 111111111111]", { a: [7, -1, 0.5, "1e3", "0x1F", 111111111111] }],
    ["nothing", "a:\nb: ~", { a: null, b: null }],
    ["tabs between values of a flow", "a: [1,\t2,\n\t3]", { a: [1, 2, 3] }],
    ["an end of the document", "---\na: 1\n...\n", { a: 1 }],
    ["a mark of the order of bytes", "\uFEFFa: 1", { a: 1 }],
    [
      "functions with lists",
      "a: !GetAtt [B, Arn]\nb: !Sub ['${C}', {C: d}]",
      { a: { "Fn::GetAtt": ["B", "Arn"] }, b: { "Fn::Sub": ["${C}", { C: "d" }] } },
    ],
    [
      "a function in a function",
      "a: !Join [',', !Split [';', !Ref B]]",
      { a: { "Fn::Join": [",", { "Fn::Split": [";", { Ref: "B" }] }] } },
    ],
  ])("%s", (_what, text, value) => {
    expect(valueIn(text)).toEqual(value);
  });

  test.each<[what: string, text: string, value: unknown]>([
    ["a list", "a:\n  b: [x,\n y,\nz]\n  c: d", { a: { b: ["x", "y", "z"], c: "d" } }],
    ["an end", "a:\n  b:\n    - {c: [d,\n  e]\n}\n  f: g", { a: { b: [{ c: ["d", "e"] }], f: "g" } }],
    ["comments", "a:\n  b: [x, # one, ]\n # two }\ny#z, # three\n]\n  c: d # four", { a: { b: ["x", "y#z"], c: "d" } }],
    [
      "brackets in quotes",
      'a:\n  b: {c: \'it\'\'s ]\',\n"d}\\"": !Sub "${E}]"\n}\n  f: g',
      { a: { b: { c: "it's ]", 'd}"': { "Fn::Sub": "${E}]" } }, f: "g" } },
    ],
    ["one after the other", "a:\n  b: [x,\ny]\n  c: {d:\ne}", { a: { b: ["x", "y"], c: { d: "e" } } }],
    ["ends of lines of Windows", "a:\r\n  b: [x,\r\ny]\r\n  c: d\r\n", { a: { b: ["x", "y"], c: "d" } }],
  ])("flows that are indented less than their block: %s", (_what, text, value) => {
    expect(valueIn(text)).toEqual(value);
  });

  test("what stands in such a flow is where the file has it", () => {
    const tree = treeOfYaml("t.yaml", "a:\n  b: {c: [x,\n y,\nz], d: 1}\n  e: f");
    expect(member(tree, "a", "b", "d")?.at).toMatchObject({ line: 4, column: 8 });
    expect(member(tree, "a", "e")?.at).toMatchObject({ line: 5, column: 6 });
  });
});

describe("what no template is ends in one message", () => {
  test.each([
    [
      "two documents",
      "a: 1\n---\nb: 2\n",
      "t.yaml:2:1: this has more than one YAML document; give each in a file of its own",
    ],
    [
      "a flow that does not end",
      "a:\n  b: [x,\n y\n",
      "t.yaml:3:2: this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["a name twice", "yes: 1\ntrue: 2", "t.yaml:2:1: this is not YAML: map keys must be unique"],
  ])("%s", (_what, text, problem) => {
    expect(() => treeOfYaml("t.yaml", text)).toThrow(problem);
  });

  test("many flows that do not end take no longer than one", () => {
    const text = `a:\n${"  b: [\n x\n".repeat(20_000)}`;
    expect(() => treeOfYaml("t.yaml", text)).toThrow("this is not YAML");
  });
});

describe("a template in such YAML", () => {
  test("is read with a mark of the order of bytes, in JSON too", async () => {
    const json = `\uFEFF${JSON.stringify({ Resources: { B: { Type: "AWS::S3::Bucket", Properties: { BucketName: "b" } } } })}`;
    for (const [name, text] of [
      ["b.json", json],
      ["b.yaml", "\uFEFFResources: {B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: b}}}"],
    ] as const) {
      expect((await readFiles({ [name]: text })).buckets.map((each) => each.name)).toEqual(["b"]);
    }
  });

  test("finds a mapping by a word for a boolean", async () => {
    const text = `Mappings: {M: {on: {no: lake}}}\nResources: {B: {Type: "AWS::S3::Bucket", Properties: {BucketName: !FindInMap [M, on, no]}}}`;
    expect((await readFiles({ "b.yaml": text })).buckets.map(({ name }) => name)).toEqual(["lake"]);
  });

  test("tells where a value of a flow is wrong", async () => {
    const text = `Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName:\n[a]\n}\n`;
    expect(await problemOf({ "b.yaml": text })).toBe(
      "InputError b.yaml:5:1 (Resources.B.Properties.BucketName): a text is meant here, and this is a list; write a text",
    );
  });
});
