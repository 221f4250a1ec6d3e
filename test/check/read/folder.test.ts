import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InputError } from "../../../check/input-error.ts";
import { merge } from "../../../check/merge.ts";
import { readFolder } from "../../../check/read/folder.ts";
import { readInputs } from "../../../check/read/inputs.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const manifest = {
  accountA: { id: "111111111111" },
  accountB: { id: "222222222222" },
  deliveryStream: { name: "deliver", role: "delivery" },
  roles: { delivery: { trustPolicy: "trust.json", policies: { deliver: { Version: "2012-10-17", Statement: [] } } } },
  bucket: { name: "b-landing" },
};
const trust = '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {},\n    {}\n  ]\n}\n';

/** A folder with the files; texts as they are, anything else as JSON. */
function folderOf(files: Readonly<Record<string, unknown>>) {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(
      join(folder.path, name),
      typeof content === "string" ? content : JSON.stringify(content, undefined, 2),
    );
  }
  return folder;
}

async function messageOf(reading: Promise<unknown>, folder: string): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message.replaceAll(folder, "<folder>");
}

test("a folder says what there is, and where each policy and statement stands", async () => {
  using folder = folderOf({ "crosscheck.json": manifest, "trust.json": trust });
  const { roles, deliveryStreams, accounts } = await readFolder(folder.path);
  expect(accounts.map(({ id, region, side }) => [id, region, side])).toEqual([
    ["111111111111", "us-east-1", "A"],
    ["222222222222", "us-east-1", "B"],
  ]);
  expect(deliveryStreams[0]?.destination).toEqual({
    RoleARN: "arn:aws:iam::111111111111:role/delivery",
    BucketARN: "arn:aws:s3:::b-landing",
  });
  const file = join(folder.path, "trust.json");
  expect(roles[0]?.trustPolicy).toEqual({
    name: "trust policy",
    text: trust,
    source: { file, line: 1, column: 1 },
    statements: [
      { file, line: 4, column: 5, path: "Statement[0]" },
      { file, line: 5, column: 5, path: "Statement[1]" },
    ],
    file: { name: file, text: trust, format: "json", path: [] },
  });
  const inside = roles[0]?.inlinePolicies[0];
  expect(JSON.parse(inside?.text ?? "")).toEqual({ Version: "2012-10-17", Statement: [] });
  expect(inside?.source).toEqual({
    file: join(folder.path, "crosscheck.json"),
    line: 16,
    column: 20,
    path: "roles.delivery.policies.deliver",
  });
});

test("a policy that is no JSON is read as it is, for AWS's answer to it is the finding", async () => {
  using folder = folderOf({ "crosscheck.json": manifest, "trust.json": "{ no JSON" });
  const { roles } = await readFolder(folder.path);
  expect(roles[0]?.trustPolicy.text).toBe("{ no JSON");
});

test("a policy that is nested deeper than any is refused with its place", async () => {
  const deep = `{"Version":"2012-10-17","Statement":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  using folder = folderOf({ "crosscheck.json": manifest, "trust.json": deep });
  expect(await messageOf(readFolder(folder.path), folder.path)).toBe(
    "<folder>/trust.json:1:236: is nested more than 200 levels deep; make it flatter",
  );
});

test("a bucket is in account A where there is no account B", async () => {
  const { accountB: _, ...alone } = manifest;
  using folder = folderOf({ "crosscheck.json": alone, "trust.json": trust });
  const { accountA, accountB, bucket } = merge([await readFolder(folder.path)]);
  expect([accountA.id, accountB.id, bucket.name]).toEqual(["111111111111", "111111111111", "b-landing"]);
});

test("account A and account B can be described in a folder each", async () => {
  const { bucket, accountB, ...sideA } = manifest;
  const destination = { BucketARN: "arn:aws:s3:::b-landing" };
  const a = { ...sideA, deliveryStream: { ...manifest.deliveryStream, destination } };
  using folderA = folderOf({ "crosscheck.json": a, "trust.json": trust });
  using folderB = folderOf({ "crosscheck.json": { accountB, bucket } });
  const { accountA, accountB: ofB } = merge(await readInputs([folderA.path, folderB.path]));
  expect([accountA.id, ofB.id]).toEqual(["111111111111", "222222222222"]);
});

test.each([
  [
    "broken JSON",
    '{\n  "accountA": {\n}',
    "<folder>/crosscheck.json:3:2: is not JSON: close brace expected; correct it there",
  ],
  ["a comment", "{\n  // A\n}", "<folder>/crosscheck.json:2:3: is not JSON: invalid comment token; correct it there"],
  [
    "a member twice",
    '{ "bucket": { "name": "b" }, "bucket": {} }',
    "<folder>/crosscheck.json:1:30: has the member `bucket` twice; leave one of them out",
  ],
  [
    "a nest that would exhaust the stack",
    `{ "accountA": ${"[".repeat(100_000)}`,
    "<folder>/crosscheck.json:1:214: is nested more than 200 levels deep; make it flatter",
  ],
  ["nothing", "", "<folder>/crosscheck.json:1:1: is not JSON: value expected; correct it there"],
  [
    "an unknown member",
    { ...manifest, bucket: { name: "b-landing", polcy: "bucket-policy.json" } },
    "<folder>/crosscheck.json:25:14 (bucket.polcy): is not a member that this file can have; did you mean `policy`?",
  ],
  [
    "an account without its id",
    { accountA: {} },
    "<folder>/crosscheck.json:2:15 (accountA.id): is missing; add it: must be an account: { id, region, publicAccessBlock }",
  ],
  [
    "an account's id as a number",
    { accountA: { id: 111111111111 } },
    "<folder>/crosscheck.json:3:11 (accountA.id): must be text: an account's id: 12 digits, as text, got 111111111111",
  ],
  [
    "a file that is not there",
    { ...manifest, bucket: { name: "b-landing", policy: "gone.json" } },
    "<folder>/crosscheck.json:25:15 (bucket.policy): `gone.json` cannot be read: it is not there; name a file of the folder, relative to it",
  ],
  [
    "a file outside the folder",
    { ...manifest, bucket: { name: "b-landing", policy: "../../etc/passwd" } },
    "<folder>/crosscheck.json:25:15 (bucket.policy): `../../etc/passwd` is outside the folder; name a file of the folder, relative to it",
  ],
  [
    "an absolute path",
    { ...manifest, bucket: { name: "b-landing", policy: "/etc/passwd" } },
    "<folder>/crosscheck.json:25:15 (bucket.policy): `/etc/passwd` is outside the folder; name a file of the folder, relative to it",
  ],
  [
    "a bucket without an account",
    { bucket: { name: "b-landing" } },
    "<folder>/crosscheck.json:2:13 (bucket): the bucket is account B's, which is not described; add `accountB`",
  ],
])("%s ends in one message with its place", async (_, content, message) => {
  using folder = folderOf({ "crosscheck.json": content, "trust.json": trust });
  expect(await messageOf(readFolder(folder.path), folder.path)).toBe(message);
});

test("a link that leads outside is not followed, one that stays inside is", async () => {
  using outside = folderOf({ "secret.json": "{}" });
  const policies = { deliver: "deliver.json" };
  const said = { ...manifest, roles: { delivery: { trustPolicy: "trust.json", policies } } };
  using folder = folderOf({ "crosscheck.json": said, "real.json": "{}", "trust.json": trust });
  symlinkSync(join(folder.path, "real.json"), join(folder.path, "deliver.json"));
  expect((await readFolder(folder.path)).roles[0]?.inlinePolicies[0]?.text).toBe("{}");

  using other = folderOf({ "crosscheck.json": said, "trust.json": trust });
  symlinkSync(join(outside.path, "secret.json"), join(other.path, "deliver.json"));
  expect(await messageOf(readFolder(other.path), other.path)).toBe(
    "<folder>/crosscheck.json:16:20 (roles.delivery.policies.deliver): `deliver.json` is a link that leads outside the folder; name a file of the folder, relative to it",
  );
});

test("a file of 100 MB is refused by its size, unread", async () => {
  using folder = folderOf({ "crosscheck.json": "{}" });
  // A file with a hole: it takes no room, and reading it would take a hundred megabytes.
  truncateSync(join(folder.path, "crosscheck.json"), 100 * 1024 * 1024);
  expect(await messageOf(readFolder(folder.path), folder.path)).toBe(
    "<folder>/crosscheck.json: has 100 MiB, and 32 MiB are the most that is read; give only what describes the delivery",
  );
});

test("text that is not UTF-8 is refused", async () => {
  using folder = folderOf({});
  writeFileSync(join(folder.path, "crosscheck.json"), Buffer.from([0x7b, 0xff, 0x7d]));
  expect(await messageOf(readFolder(folder.path), folder.path)).toBe(
    "<folder>/crosscheck.json: is not text in UTF-8; save it in that encoding",
  );
});

test("a folder without a manifest is nothing that can be checked", async () => {
  using folder = folderOf({});
  mkdirSync(join(folder.path, "crosscheck.json"));
  expect(await messageOf(readInputs([folder.path]), folder.path)).toContain("<folder>: is nothing that can be checked");
});

test("a policy of an organization that AWS does not take is refused, and one that it takes is read", async () => {
  const rcp = (Action: string) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action, Resource: "*" }],
  });
  const organized = (list: string, document: object) => ({
    ...{
      "crosscheck.json": {
        ...manifest,
        organization: { id: "o-exampleorg1", accountB: { [list]: { perimeter: "p.json" } } },
      },
    },
    ...{ "trust.json": trust, "p.json": document },
  });
  using taken = folderOf(organized("resourceControlPolicies", rcp("s3:*")));
  const { organizations } = await readFolder(taken.path);
  expect(organizations[0]?.members[0]?.resourceControlPolicies.map(({ name }) => name)).toEqual(["perimeter"]);
  expect((await readFolder(taken.path)).notChecked).toEqual([]);
  using beyond = folderOf(organized("resourceControlPolicies", rcp("kinesis:*")));
  const { notChecked } = await readFolder(beyond.path);
  expect(notChecked.map(({ what, couldMatter }) => [what, couldMatter])).toEqual([
    ["resource control policy `perimeter`", false],
  ]);
  for (const [list, Action, problem] of [
    [
      "resourceControlPolicies",
      "*",
      'Statement 1: its Action must name services, as "s3:*" does; "*" alone is not supported',
    ],
    ["serviceControlPolicies", "s3:*", "Policy document should not specify a principal"],
  ] as const) {
    using folder = folderOf(organized(list, rcp(Action)));
    const what = list === "serviceControlPolicies" ? "service" : "resource";
    expect(await messageOf(readFolder(folder.path), folder.path)).toBe(
      `<folder>/p.json:1:1: the ${what} control policy \`perimeter\` is none that AWS Organizations takes: ${problem}; give it as it is in force, or leave it out`,
    );
  }
});
