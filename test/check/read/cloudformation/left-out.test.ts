import { describe, expect, test } from "vitest";
import { checkFiles, deliveryRole, deliveryStream, landing } from "../../../support/templates.ts";

const conditions = `
Parameters:
  Stage: {Type: String, Default: dev}
  Zone: {Type: String, Default: north}
Mappings: {Is: {dev: {Open: "no"}, prod: {Open: "yes"}}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsSouth: !And [!Condition IsProd, !Equals [!Sub "x-\${Zone}", x-south]]
  IsOpen: !Equals [!FindInMap [Is, !Ref Stage, Open], "yes"]
  Never: !Equals [a, b]
`;
const under = (condition: string, resource: string) =>
  resource.replace(/^( +)Type: .*$/m, (type, indent) => `${type}\n${indent}Condition: ${condition}`);

async function outcome(files: { a?: string; b?: string }, parameters: Readonly<Record<string, string>> = {}) {
  const all = {
    "a.yaml": files.a ?? `Resources:${deliveryRole}${deliveryStream()}`,
    "b.yaml": `${files.b ?? landing}`,
  };
  return checkFiles(all, { settings: { parameters } }).then(
    ({ verdict, notChecked }) => ({ verdict, notes: notChecked.map(({ what, because }) => `${what}: ${because}`) }),
    (error: Error) => ({ verdict: error.message.replaceAll(/\/\S*crosscheck-test-\w+\//g, ""), notes: [] }),
  );
}

const bucketUnder = (condition: string) => ({ b: `${conditions}${under(condition, landing)}` });

describe("a condition that is false is named where it leaves out what the delivery needs", () => {
  test.each([
    [
      "the bucket",
      "IsProd",
      "condition `IsProd` is false: parameter `Stage` is `dev`, its default; give --parameter Stage=<value>",
    ],
    [
      "through another condition",
      "IsSouth",
      "condition `IsSouth` is false: parameter `Stage` is `dev`, its default, parameter `Zone` is `north`, its default; give --parameter Stage=<value>",
    ],
    [
      "through a mapping",
      "IsOpen",
      "condition `IsOpen` is false: parameter `Stage` is `dev`, its default; give --parameter Stage=<value>",
    ],
    ["by no parameter", "Never", "condition `Never` is false"],
  ])("%s", async (_what, condition, because) => {
    expect((await outcome(bucketUnder(condition))).verdict).toBe(
      `b.yaml:14:5 (Resources.Lake): the delivery needs AWS::S3::Bucket \`Lake\`, and it is left out: ${because}`,
    );
  });

  test("the delivery stream", async () => {
    const a = `${conditions}Resources:${deliveryRole}${under("IsProd", deliveryStream())}`;
    expect((await outcome({ a })).verdict).toMatch(
      /the delivery needs AWS::KinesisFirehose::DeliveryStream `Out`, and it is left out: condition `IsProd` is false: parameter `Stage` is `dev`, its default/,
    );
    expect((await outcome({ a }, { Stage: "prod" })).verdict).toBe("works");
  });

  test("a loop that nobody lists anything for", async () => {
    const loop = (of: string) =>
      `Transform: AWS::LanguageExtensions\nParameters: {Teams: {Type: CommaDelimitedList}}\n${of}`;
    const streams = deliveryStream()
      .replace(/^/gm, "    ")
      .replace("      Out:", "    - Out${N}:")
      .replace("orders-out", "o");
    const a = loop(`Resources:${deliveryRole}  Fn::ForEach::Outs:\n    - N\n    - !Ref Teams\n${streams}`);
    expect((await outcome({ a })).verdict).toBe(
      "a.yaml:15:5 (Resources.Fn::ForEach::Outs): the delivery needs what `Fn::ForEach::Outs` makes, and what it goes through is not known; give --parameter Teams=<value>",
    );
    const b = loop(
      "Resources:\n  Fn::ForEach::Lakes: [N, !Ref Teams, {'Lake${N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref N}}}]\n",
    );
    expect((await outcome({ b })).verdict).toMatch(
      /the delivery needs what `Fn::ForEach::Lakes` makes, and what it goes/,
    );
  });

  test("a delivery stream that writes nothing to S3", async () => {
    const a = `Resources:${deliveryRole}${deliveryStream().replace(/ {6}ExtendedS3[\s\S]*/, "")}`;
    expect((await outcome({ a })).verdict).toMatch(/`Out`, and it writes nothing to S3; give it an S3 destination$/);
  });

  test("all of a nested stack", async () => {
    const stack = "\n  Store:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: lake.yaml}\n";
    const files = {
      "a.yaml": `Resources:${deliveryRole}${deliveryStream()}`,
      "b.yaml": `${conditions}Resources:${under("IsProd", stack)}`,
      "lake.yaml": landing,
    };
    await expect(checkFiles(files, { inputs: ["a.yaml", "b.yaml"] })).rejects.toThrow(
      "the delivery needs AWS::S3::Bucket `Lake`, and it is left out: condition `IsProd` is false: parameter `Stage` is `dev`, its default",
    );
  });

  test("a policy, beside the verdict", async () => {
    const [before = "", after = ""] = landing.split("  LakePolicy:");
    const b = `${conditions}${before}  LakePolicy:${under("IsProd", after)}`;
    const { verdict, notes } = await outcome({ b }, { Stage: "test" });
    expect(verdict).toBe("broken");
    expect(notes).toContain(
      "AWS::S3::BucketPolicy `LakePolicy`: it is left out: condition `IsProd` is false: parameter `Stage` is `test`; give --parameter Stage=<value>",
    );
    expect((await outcome({ b }, { Stage: "prod" })).verdict).toBe("works");
  });

  test("and not where it leaves out a bucket of another name", async () => {
    const b = `${conditions}Resources:${under("IsProd", "\n  Other:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: other}\n")}`;
    expect((await outcome({ b })).verdict).toMatch(/its bucket `orders-lake` is described nowhere/);
  });
});
