import { readFileSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runProgram } from "../../../cli/program.ts";
import { corpusFolder } from "../../support/corpus.ts";
import { capture } from "../../support/streams.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Names that objects of JavaScript have of their own: what bears them counts as what bears any other does. */
const names = ["__proto__", "prototype", "constructor", "toString"];

const deny = { Version: "2012-10-17", Statement: { Effect: "Deny", Action: "s3:*", Resource: "*" } };

/** As JSON: a member of that name, not a prototype. */
let given: Disposable & { readonly path: string };
let path: string;
beforeEach(() => {
  given = temporaryFolder();
  ({ path } = given);
});
afterEach(() => given[Symbol.dispose]());

const named = (name: string, value: unknown) => `{"${name}":${JSON.stringify(value)}}`;

async function check(...words: readonly string[]) {
  const streams = capture();
  const exitCode = await runProgram(["check", "--quiet", ...words], streams);
  return { exitCode, ...streams.written() };
}

type Manifest = Record<string, Record<string, Record<string, unknown>>>;

/** The article's folder, its manifest changed as text so that any name can be put into it. */
async function folder(change: (manifest: Manifest) => void, put: Readonly<Record<string, string>>): Promise<void> {
  await cp(join(corpusFolder, "article"), path, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(path, "crosscheck.json"), "utf8")) as Manifest;
  change(manifest);
  let text = JSON.stringify(manifest);
  for (const [mark, json] of Object.entries(put)) text = text.replace(JSON.stringify(mark), json);
  await writeFile(join(path, "crosscheck.json"), text);
  await writeFile(join(path, "deny.json"), JSON.stringify(deny));
}

const isDenied = {
  exitCode: 1,
  stdout: expect.stringContaining("✗ broken: nothing arrives: s3:GetBucketLocation is denied"),
};

describe.each([...names, "deny"])("what is called %s counts", (name) => {
  test("as a role's policy", async () => {
    await folder((manifest) => Object.assign(manifest.roles?.delivery ?? {}, { policies: "HERE" }), {
      HERE: `{"deliver":"role-policy.json","${name}":"deny.json"}`,
    });
    expect(await check(path)).toMatchObject(isDenied);
  });

  test("as a service control policy", async () => {
    const organization = { id: "o-abcdefghij", accountA: { serviceControlPolicies: "HERE" }, accountB: {} };
    await folder((manifest) => Object.assign(manifest, { organization }), {
      HERE: named(name, "deny.json"),
    });
    expect(await check(path)).toMatchObject(isDenied);
  });

  test("as a tag of the role", async () => {
    await folder((manifest) => Object.assign(manifest.roles?.delivery ?? {}, { tags: "HERE" }), {
      HERE: named(name, "x"),
    });
    const policy = JSON.parse(readFileSync(join(path, "role-policy.json"), "utf8"));
    const Condition = { StringEquals: { [`aws:PrincipalTag/${name}`]: "x" } };
    policy.Statement = [policy.Statement, { ...deny.Statement, Condition }].flat();
    await writeFile(join(path, "role-policy.json"), JSON.stringify(policy));
    expect(await check(path)).toMatchObject(isDenied);
  });
});

test.each(["constructor", "prototype", "toString", "Denial"])("a policy of the logical id %s counts", async (id) => {
  await cp(join(corpusFolder, "cloudformation-article"), path, { recursive: true });
  const file = join(path, "a.yaml");
  const policy = `  ${id}:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: deny
      Roles: [!Ref DeliveryRole]
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "s3:*", Resource: "*" }] }`;
  await writeFile(file, readFileSync(file, "utf8").replace(/^Resources:$/m, `Resources:\n${policy}`));
  const { exitCode, stdout } = await check(
    ...[file, join(path, "b.yaml"), "--account-a", "111111111111", "--account-b", "222222222222"],
    ...["--region-a", "us-east-1", "--region-b", "us-east-1", "--parameter", "LandingBucketName=b-landing"],
    "DeliveryRoleArn=arn:aws:iam::111111111111:role/delivery",
  );
  expect({ exitCode, stdout }).toMatchObject(isDenied);
});
