/** What names the one before it twice is worked out once: at 60 levels, each time anew would be 2^60 times. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Part } from "../../../check/part.ts";
import { readInputs } from "../../../check/read/inputs.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const levels = Array.from({ length: 60 }, (_, at) => at + 1);

async function read(template: object): Promise<Part> {
  using folder = temporaryFolder();
  const file = join(folder.path, "b.json");
  writeFileSync(file, JSON.stringify(template));
  const account = { id: "222222222222", region: "us-east-1" };
  const [part] = await readInputs([`B=${file}`], {
    accountA: { id: "111111111111", region: "us-east-1" },
    accountB: account,
  });
  if (part === undefined) throw new RangeError("nothing was read");
  return part;
}

const bucketNamed = (BucketName: unknown, more: object = {}) => ({
  Type: "AWS::S3::Bucket",
  ...more,
  Properties: { BucketName },
});

test.each(["Fn::And", "Fn::Or"])("conditions by %s", async (name) => {
  const chain = levels.map(
    (at) => [`C${at}`, { [name]: [{ Condition: `C${at - 1}` }, { Condition: `C${at - 1}` }] }] as const,
  );
  const { buckets } = await read({
    Conditions: { C0: { "Fn::Equals": ["a", "a"] }, ...Object.fromEntries(chain) },
    Resources: { Landing: bucketNamed("b-landing", { Condition: "C60" }) },
  });
  expect(buckets.map((each) => each.name)).toEqual(["b-landing"]);
});

test("conditions that rest on a parameter nobody gives", async () => {
  const chain = levels.map(
    (at) => [`C${at}`, { "Fn::Or": [{ Condition: `C${at - 1}` }, { Condition: `C${at - 1}` }] }] as const,
  );
  const { unreadable } = await read({
    Parameters: { Stage: { Type: "String" } },
    Conditions: { C0: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] }, ...Object.fromEntries(chain) },
    Resources: { Landing: bucketNamed("b-landing", { Condition: "C60" }) },
  });
  expect(unreadable.map(({ error }) => error.problem)).toEqual([
    "this condition depends on the value of parameter `Stage`",
  ]);
});

test("references that add nothing", async () => {
  const chain = levels.map((at) => {
    const before = { Ref: `B${at - 1}` };
    return [`B${at}`, bucketNamed({ "Fn::Select": [0, [before, before]] })] as const;
  });
  const { buckets } = await read({ Resources: { B0: bucketNamed("b-landing"), ...Object.fromEntries(chain) } });
  expect(buckets.at(-1)?.name).toBe("b-landing");
});

test.each([
  ["Fn::Sub", (before: string) => `\${${before}}\${${before}}`],
  ["Fn::Join", (before: string) => ["", [{ Ref: before }, { Ref: before }]]],
])("texts that double at each step by %s end in one message, and not in the memory", async (name, twice) => {
  const chain = levels.map((at) => [`B${at}`, bucketNamed({ [name]: twice(`B${at - 1}`) })] as const);
  const { unreadable } = await read({ Resources: { B0: bucketNamed("b-landing"), ...Object.fromEntries(chain) } });
  const problems = new Set(unreadable.map(({ error }) => error.problem));
  expect(problems).toEqual(new Set([`what ${name} gives here is longer than a template can be`]));
});

test("an export that imports itself is told as that", async () => {
  const { unreadable } = await read({
    Resources: { Landing: bucketNamed({ "Fn::ImportValue": "itself" }) },
    Outputs: { Itself: { Value: { "Fn::ImportValue": "itself" }, Export: { Name: "itself" } } },
  });
  expect(unreadable.map(({ error }) => error.problem)).toEqual(["the export `itself` imports itself"]);
});
