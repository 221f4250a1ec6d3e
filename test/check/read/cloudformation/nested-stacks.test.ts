import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readInputs } from "../../../../check/read/inputs.ts";
import {
  checkFiles,
  deliveryRole,
  deliveryStream,
  landing,
  readFiles,
  templateAccounts,
} from "../../../support/templates.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const lake = `
Parameters:
  Name: {Type: String, Default: unnamed}
  Readers: {Type: CommaDelimitedList, Default: ""}
Resources:
  Lake: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref Name}}
  Copy: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Join ["-", !Ref Readers]}}
Outputs:
  Arn: {Value: !GetAtt Lake.Arn}
  Name: {Value: !Ref Lake, Export: {Name: lake-name}}
`;
const nested = (logicalId: string, properties: string, more = "") =>
  `  ${logicalId}: {Type: "AWS::CloudFormation::Stack", ${more} Properties: {${properties}}}\n`;
const bucketNamed = (name: string) => `  Made: {Type: "AWS::S3::Bucket", Properties: {BucketName: ${name}}}\n`;
const parent = (...resources: readonly string[]) =>
  `Conditions: {Never: !Equals [a, b]}\nResources:\n${resources.join("")}`;

async function read(files: Record<string, string>) {
  const part = await readFiles(files, { inputs: ["B=b.yaml"] });
  const notes = part.notChecked.filter(({ what }) => what.startsWith("AWS::CloudFormation::Stack"));
  return { buckets: part.buckets.map(({ name }) => name), notes: notes.map(({ because }) => because), part };
}
const notGiven = ["what a nested stack creates is in a template of its own: give that one too"];

describe("the template of a nested stack that lies beside its parent's", () => {
  test("is read with the parameters that are passed", async () => {
    const stack = nested("Store", "TemplateURL: ./lake.yaml, Parameters: {Name: orders, Readers: [x, y]}");
    const { buckets, notes } = await read({ "b.yaml": parent(stack), "lake.yaml": lake });
    expect(buckets).toEqual(["orders", "x-y"]);
    expect(notes).toEqual(["its template is read, too"]);
  });

  test("is read as an application of SAM, too", async () => {
    const application = nested("Store", "Location: lake.yaml, Parameters: {Name: orders}").replace(
      "CloudFormation::Stack",
      "Serverless::Application",
    );
    const text = `Transform: AWS::Serverless-2016-10-31\n${parent(application)}`;
    expect((await read({ "b.yaml": text, "lake.yaml": lake })).buckets).toEqual(["orders", ""]);
  });

  test("is read once for each stack that has it", async () => {
    const stacks = ["a", "b"].map((name) =>
      nested(`Store${name}`, `TemplateURL: lake.yaml, Parameters: {Name: ${name}}`),
    );
    const { buckets } = await read({ "b.yaml": parent(...stacks), "lake.yaml": lake });
    expect(buckets.filter((name) => name !== "")).toEqual(["a", "b"]);
  });

  test("gives its outputs, and its exports", async () => {
    const stack = nested("Store", "TemplateURL: lake.yaml, Parameters: {Name: orders}");
    const text = `!Join ["-", [!GetAtt Store.Outputs.Name, !Sub "\${Store.Outputs.Name}", !ImportValue lake-name]]`;
    const { buckets } = await read({ "b.yaml": parent(bucketNamed(text), stack), "lake.yaml": lake });
    expect(buckets[0]).toBe("orders-orders-orders");
  });

  test("may nest others, each with what the other puts out", async () => {
    const middle = `Parameters: {Name: {Type: String}}\nResources:\n${nested("Inner", "TemplateURL: lake.yaml, Parameters: {Name: !Sub '${Name}-lake'}")}Outputs: {Out: {Value: !GetAtt Inner.Outputs.Name}}`;
    const stack = nested("Store", "TemplateURL: middle.yaml, Parameters: {Name: orders}");
    const other = nested("Other", "TemplateURL: lake.yaml, Parameters: {Name: !Sub '${Store.Outputs.Out}-2'}");
    const { buckets } = await read({ "b.yaml": parent(other, stack), "middle.yaml": middle, "lake.yaml": lake });
    expect(buckets.filter((name) => name !== "")).toEqual(["orders-lake-2", "orders-lake"]);
  });

  test("is left out with its stack", async () => {
    const stack = nested("Store", "TemplateURL: lake.yaml", "Condition: Never,");
    expect((await read({ "b.yaml": parent(stack), "lake.yaml": lake })).buckets).toEqual([]);
  });

  test("is not read a second time where it is given, too", async () => {
    const files = {
      "b.yaml": parent(nested("Store", "TemplateURL: lake.yaml, Parameters: {Name: orders}")),
      "lake.yaml": lake,
    };
    const { buckets } = await readFiles(files, { inputs: ["B=b.yaml", "B=lake.yaml"] });
    expect(buckets.map(({ name }) => name)).toEqual(["orders", ""]);
  });

  test("makes a delivery that works", async () => {
    const stream = `Parameters: {RoleArn: {Type: String}}\nResources:${deliveryStream().replace("!GetAtt Writer.Arn", "!Ref RoleArn")}`;
    const stack = nested("Pipe", "TemplateURL: stream.yaml, Parameters: {RoleArn: !GetAtt Writer.Arn}");
    const files = { "a.yaml": `Resources:${deliveryRole}${stack}`, "stream.yaml": stream, "b.yaml": landing };
    const { verdict } = await checkFiles(files, { inputs: ["a.yaml", "b.yaml"] });
    expect(verdict).toBe("works");
  });
});

describe("a nested stack stays what it is", () => {
  test.each([
    ["by a URL", "TemplateURL: https://example.com/lake.yaml"],
    ["by a file that is not there", "TemplateURL: other.yaml"],
    ["by a file outside the folder", "TemplateURL: ../lake.yaml"],
    ["by itself", "TemplateURL: b.yaml"],
    ["by what is no template", "TemplateURL: text.yaml"],
    ["by a function", "TemplateURL: !Sub 'lake.yaml'"],
  ])("%s", async (_what, properties) => {
    const files = { "b.yaml": parent(nested("Store", properties)), "lake.yaml": lake, "text.yaml": "none" };
    const { buckets, notes } = await read(files);
    expect(buckets).toEqual([]);
    expect(notes).toEqual(notGiven);
  });

  test("and those that pass each other's outputs end in one message", async () => {
    const pass = (name: string, other: string) =>
      nested(name, `TemplateURL: lake.yaml, Parameters: {Name: !GetAtt ${other}.Outputs.Name}`);
    const { part } = await read({ "b.yaml": parent(pass("One", "Two"), pass("Two", "One")), "lake.yaml": lake });
    expect(part.unreadable.map(({ error }) => error.problem)).toContain("`Lake` refers to itself");
  });

  test("and one without the output that is asked for, too", async () => {
    const text = parent(bucketNamed("!GetAtt Store.Outputs.Nothing"), nested("Store", "TemplateURL: lake.yaml"));
    const { part } = await read({ "b.yaml": text, "lake.yaml": lake });
    expect(part.unreadable.map(({ error }) => error.problem.replace(/\S*lake/, "lake"))).toContain(
      "lake.yaml has no output `Nothing`",
    );
  });
});

test("the CDK names the templates of nested stacks as assets", async () => {
  using folder = temporaryFolder();
  const write = (name: string, value: object) =>
    writeFileSync(join(folder.path, "cdk.out", name), JSON.stringify(value));
  mkdirSync(join(folder.path, "cdk.out"));
  write("manifest.json", {
    artifacts: {
      Lakes: {
        type: "aws:cloudformation:stack",
        environment: "aws://222222222222/eu-west-1",
        properties: { templateFile: "Lakes.template.json" },
      },
    },
  });
  write("Lakes.template.json", {
    Resources: {
      Store: {
        Type: "AWS::CloudFormation::Stack",
        Properties: {
          TemplateURL: { "Fn::Sub": "https://s3.${AWS::URLSuffix}/assets/1.json" },
          Parameters: { referencetoName: "orders" },
        },
        Metadata: { "aws:asset:path": "Store.nested.template.json", "aws:asset:property": "TemplateURL" },
      },
    },
  });
  write("Store.nested.template.json", {
    Parameters: { referencetoName: { Type: "String" } },
    Resources: { Lake: { Type: "AWS::S3::Bucket", Properties: { BucketName: { Ref: "referencetoName" } } } },
  });
  const [part] = await readInputs([`B=${join(folder.path, "cdk.out")}`], templateAccounts);
  expect(part?.buckets.map(({ name }) => name)).toEqual(["orders"]);
});
