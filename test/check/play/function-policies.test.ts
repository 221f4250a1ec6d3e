import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Configuration, FunctionPermission } from "../../../check/configuration.ts";
import { readInputs } from "../../../check/read/inputs.ts";
import { judge } from "../../../check/unknown/judge.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { accountA, article, readStream, roleArn, writeObjects } from "../article.ts";

const source = { file: "test" };
const foreign = "arn:aws:lambda:us-east-1:333333333333:function:clean";
const invoke = { Sid: "Invoke", Effect: "Allow", Action: "lambda:*", Resource: "*" };

function withFunction(functionArn: string, role: readonly object[], ...principals: readonly string[]): Configuration {
  const { deliveryStream } = article();
  const ProcessingConfiguration = {
    Enabled: true,
    Processors: [
      { Type: "Lambda" as const, Parameters: [{ ParameterName: "LambdaArn" as const, ParameterValue: functionArn }] },
    ],
  };
  const destination = { ...deliveryStream.destination, ProcessingConfiguration };
  const functionPermissions = principals.map(
    (principal): FunctionPermission => ({ functionArn, action: "lambda:InvokeFunction", principal, source }),
  );
  return article(
    { role: [writeObjects, readStream, ...role] },
    {
      deliveryStream: { ...deliveryStream, destination },
      ...(principals.length > 0 && { functionPermissions }),
    },
  );
}

const verdictOf = async (configuration: Configuration) => (await judge(configuration, { by: "direct" })).outcome;

describe("a function of another account", () => {
  test("has to let the role in by its own policy, too", async () => {
    expect((await verdictOf(withFunction(foreign, [invoke], accountA))).kind).toBe("works");
    expect((await verdictOf(withFunction(foreign, [invoke], roleArn))).kind).toBe("works");
    const { kind, cause } = await verdictOf(withFunction(foreign, [invoke], "444444444444"));
    expect([kind, cause?.action]).toEqual(["broken", "lambda:InvokeFunction"]);
    expect(cause?.grounds).toMatchObject([{ policyType: "resource", attachedTo: foreign }]);
  });

  test("is not checked on its side where its policy is not given; the role's own side is", async () => {
    const { kind, summary } = await verdictOf(withFunction(foreign, [invoke]));
    expect(kind).toBe("inconclusive");
    expect(summary).toContain(`the policy of ${foreign}`);
    expect((await verdictOf(withFunction(foreign, []))).kind).toBe("broken");
  });
});

test("a function of account A may let the role in by its own policy alone", async () => {
  const own = `arn:aws:lambda:us-east-1:${accountA}:function:clean`;
  expect((await verdictOf(withFunction(own, [], roleArn))).kind).toBe("works");
  expect((await verdictOf(withFunction(own, [], "s3.amazonaws.com"))).kind).toBe("broken");
  expect((await verdictOf(withFunction(own, []))).kind).toBe("broken");
});

test("permissions are read from a template, of functions by name and by ARN", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "b.yaml");
  writeFileSync(
    file,
    `
Resources:
  Clean:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: clean }
  ByReference:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref Clean, Action: "lambda:InvokeFunction", Principal: "${accountA}" }
  ByArn:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !GetAtt Clean.Arn, Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" }
`,
  );
  const [part] = await readInputs([`B=${file}`], { accountB: { id: "333333333333", region: "us-east-1" } });
  expect(part?.functionPermissions).toMatchObject([
    { functionArn: foreign, action: "lambda:InvokeFunction", principal: accountA },
    { functionArn: foreign, principal: "s3.amazonaws.com" },
  ]);
});
