import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch } from "diff";
import { expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function check(...words: readonly string[]) {
  const streams = capture();
  const exitCode = await runProgram(["check", ...words], streams);
  return { exitCode, ...streams.written() };
}

test("an action that does not exist is told where it stands in for one that is missing, in every form", async () => {
  const { stdout } = await check(join(corpusFolder, "stream-key-by-a-slip"), "--reporter", "json");
  const { cause } = JSON.parse(stdout) as { readonly cause: { readonly grounds: readonly object[] } };
  const reason =
    "its Action lacks `kms:Decrypt`, and lists `kinesis:Decrypt`, which is not an action; `kms:Decrypt` is";
  expect(cause.grounds[0]).toMatchObject({ statement: { sid: "StreamKey" }, reasons: [reason] });
  for (const reporter of ["text", "sarif", "junit"]) {
    const { stdout: told } = await check(join(corpusFolder, "stream-key-by-a-slip"), "--reporter", reporter);
    expect(told).toContain("which is not an action; `kms:Decrypt` is");
  }
});

/** A copy that a test may change. */
function copyOf(name: string) {
  const folder = temporaryFolder();
  cpSync(join(corpusFolder, name), folder.path, { recursive: true });
  return folder;
}

test("a delivery that works ends with 0, and with the object's owner and reader", async () => {
  const { exitCode, stdout } = await check(join(corpusFolder, "article"));
  expect(exitCode).toBe(0);
  expect(
    stdout.replaceAll(/deliver-1-\S+/g, "<key>").replaceAll(/\d{4}\/\d\d\/\d\d\/\d\d/g, "<hour>"),
  ).toBe(`deliver in account A (111111111111) → bucket b-landing in account B (222222222222)
✓ works: the record arrives, account B owns the object and account B can read it

    object        <hour>/<key>
    contents      as they were put
    owner         account B
    grant         FULL_CONTROL to account B
    in account B  its administrator can read it
    encryption    AES256
`);
});

test("a broken one ends with 1, with who said no and where, and the patch that was tried", async () => {
  using folder = copyOf("role-policy-without-put-object-acl");
  const { exitCode, stdout } = await check(folder.path);
  expect(exitCode).toBe(1);
  const text = stdout.replaceAll(folder.path, "<folder>").replaceAll(/deliver-1-\S+/g, "<key>");
  expect(
    text.replaceAll(/\d{4}\/\d\d\/\d\d\/\d\d/g, "<hour>"),
  ).toBe(`deliver in account A (111111111111) → bucket b-landing in account B (222222222222)
✗ broken: nothing arrives: s3:PutObjectAcl is denied (S3.AccessDenied)

  at <folder>/role-policy.json:4:5 (Statement[0])
  s3:PutObjectAcl was denied
    principal  arn:aws:sts::111111111111:assumed-role/delivery/AWSFirehoseToS3  account A (111111111111)
    resource   arn:aws:s3:::b-landing/<hour>/<key>  account B (222222222222)
    bucket     allowed by bucket \`b-landing\`, policy \`bucket policy\`, statement \`DeliveryOfA\` in account B (222222222222)
    identity   not allowed by role \`delivery\` in account A (111111111111); nearest is statement \`Deliver\` of policy \`deliver\`: its Action lacks \`s3:PutObjectAcl\`

  What Firehose logs:
    S3.AccessDenied, 9 times
      Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis Data Firehose to assume the role, and the access policy allows access to the S3 bucket.

  Repair, tried and seen to work:
  - add \`s3:PutObjectAcl\` to the Action of statement \`Deliver\` (policy \`deliver\` of role \`delivery\` in account 111111111111)

  To be applied in <folder>:

--- role-policy.json
+++ role-policy.json
@@ -9,9 +9,10 @@
         "s3:GetBucketLocation",
         "s3:GetObject",
         "s3:ListBucket",
         "s3:ListBucketMultipartUploads",
-        "s3:PutObject"
+        "s3:PutObject",
+        "s3:PutObjectAcl"
       ],
       "Resource": ["arn:aws:s3:::b-landing", "arn:aws:s3:::b-landing/*"]
     },
     {
`);
});

test.each(["role-policy-without-put-object-acl", "no-bucket-policy", "role-policy-without-a-comma"])(
  "the patch for %s, applied to the files, makes the check pass",
  async (name) => {
    using folder = copyOf(name);
    const json = join(folder.path, "result.json");
    expect((await check(folder.path, "--json", json)).exitCode).toBe(1);
    const { format, repair } = JSON.parse(readFileSync(json, "utf8")) as {
      readonly format: string;
      readonly repair: { readonly patches: readonly { readonly file: string; readonly diff: string }[] };
    };
    expect(format).toBe("firehose-crosscheck/check/1");
    for (const { file, diff } of repair.patches) {
      const patched = applyPatch(readFileSync(file, "utf8"), diff);
      expect(patched).not.toBe(false);
      writeFileSync(file, String(patched));
    }
    expect((await check(folder.path)).exitCode).toBe(0);
  },
);

test("input that cannot be used ends with 2 and one message", async () => {
  const folder = join(corpusFolder, "article", "nothing-here");
  expect(await check(folder)).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: `crosscheck: ${folder}: is not there; check the name\n`,
  });
});

test("the address that Firehose's requests come from is nobody's to print", async () => {
  const { stdout } = await check(join(corpusFolder, "deny-outside-an-address-range"));
  expect(stdout).toContain("for the request has an address of Firehose's");
  // What the input says is there.
  expect(stdout.match(/\d+\.\d+\.\d+\.\d+\/?\d*/g)?.filter((each) => !each.startsWith("203.0.113."))).toEqual([]);
});

test("a diff of a file with the line ends of Windows can be applied as it is shown", async () => {
  using copy = copyOf("role-policy-without-put-object");
  const file = join(copy.path, "role-policy.json");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"));
  const { stdout } = await check(copy.path);
  const patched = applyPatch(readFileSync(file, "utf8"), stdout.slice(stdout.indexOf("--- ")), {
    autoConvertLineEndings: false,
  });
  expect(patched).not.toBe(false);
  writeFileSync(file, String(patched));
  expect(await check(copy.path)).toMatchObject({ exitCode: 0 });
  expect(readFileSync(file, "utf8").replaceAll("\r\n", "")).not.toContain("\n");
});
