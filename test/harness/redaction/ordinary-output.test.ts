import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../../cli/program.ts";
import { Secrets } from "../../../harness/redaction/secrets.ts";
import { capture } from "../../support/streams.ts";

const secrets = new Secrets(["Zq8RtLkWm/nB7vC9xD+sF2gH4jK6lP0oIuYtReAw", "arn:aws:s3:::landing-1", "111111111111"]);
const corpus = join(import.meta.dirname, "..", "..", "corpus");

test("the descriptions of deliveries stay whole", () => {
  const files = readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(files.length).toBeGreaterThan(100);
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), "utf8");
    expect({ name, found: secrets.find(text).map(({ from, to }) => text.slice(from, to)) }).toEqual({
      name,
      found: [],
    });
  }
});

test.each(["article", "backup-denied"])("what `check` says of %s stays whole", async (entry) => {
  for (const form of ["text", "json", "junit"]) {
    const streams = capture();
    await runProgram(["check", join(corpus, entry), "--reporter", form], streams);
    const { stdout, stderr } = streams.written();
    expect(stdout.length).toBeGreaterThan(100);
    expect(stdout).not.toContain("[redacted]");
    expect(secrets.redact(stdout)).toBe(stdout);
    expect(secrets.redact(stderr)).toBe(stderr);
  }
});

test("identifiers, hashes and encoded records stay whole", () => {
  for (let at = 0; at < 200; at++) {
    const record = Buffer.from(`{"order":${at},"item":"pen","at":"2026-11-24T09:00:00Z"}\n`);
    for (const text of [
      ...[randomUUID(), createHash("sha1").update(record).digest("hex"), record.toString("base64")],
      ...[createHash("sha256").update(record).digest("base64"), createHash("md5").update(record).digest("hex")],
      `arn:aws:s3:::landing-1/2026/11/24/09/orders-1-2026-11-24-09-00-00-${randomUUID()}`,
      `arn:aws:iam::111111111111:role/crosscheck-delivery-${at} writes to landing-1`,
      ...[
        "PasswordLastUsed: 2026-11-24T09:00:00Z",
        "secret: arn:aws:secretsmanager:us-east-1:111111111111:secret:db-a1b2c3",
      ],
      ...["password = var.database_password_1", "secret = aws_iam_access_key.ci1.secret"],
    ])
      expect(secrets.redact(`${text}\n`)).toBe(`${text}\n`);
  }
});
