import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { operations, type ServiceName } from "../../../../harness/targets/aws/operations.ts";

const root = resolve(import.meta.dirname, "..", "..", "..", "..");

const services: Readonly<Record<string, ServiceName>> = {
  "client-sts": "sts",
  "client-iam": "iam",
  "client-s3": "s3",
  "client-kinesis": "kinesis",
  "client-firehose": "firehose",
  "client-kms": "kms",
  "client-cloudwatch-logs": "logs",
};

/** Other targets', and what acts on AWS without being a part of a run: it has rules of its own. */
const others = ["harness/targets/", "harness/config/", "harness/sweep/", "harness/rehearsal/"];

/** `s3:CreateBucket`, by the commands and paginators that the sources of scenarios and harness import. */
function used(): readonly string[] {
  const files = ["harness", "scenarios"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  return files
    .filter((file) => file.endsWith(".ts") && !others.some((other) => file.startsWith(other)))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/(client-[a-z0-9-]+)"/g)].flatMap(
        ([, names = "", client = ""]) =>
          [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(
            ([, sent, paged]) => `${services[client]}:${sent ?? paged}`,
          ),
      );
    });
}

const known = Object.entries(operations).flatMap(([service, table]) =>
  Object.entries(table).map(([name, entry]) => ({ title: `${service}:${name}`, name, entry })),
);

test("every operation that scenarios and harness call is in the table", () => {
  const calls = used();
  expect(calls).toContain("s3:CreateBucket");
  const missing = calls.filter((call) => !known.some(({ title }) => title === call));
  expect(missing).toEqual([]);
});

test("the table has no operation that nobody calls", () => {
  const calls = used();
  const idle = known.map(({ title }) => title).filter((title) => !calls.includes(title));
  expect(idle).toEqual([]);
});

test("what reads is called so by AWS, and nothing else is", () => {
  const readsByName = (name: string) => /^(Get|List|Describe|Head)/.test(name);
  const mistaken = known.filter(({ name, entry }) => readsByName(name) !== (entry.effect === "reads"));
  expect(mistaken.map(({ title }) => title)).toEqual([]);
});

test("what creates is called so by AWS, and what is created can be removed", () => {
  const kinds = (effect: string) =>
    new Set(known.flatMap(({ entry }) => (entry.effect !== "reads" && entry.effect === effect ? [entry.kind] : [])));
  expect([...kinds("creates")].sort()).toEqual([...kinds("removes")].sort());
  for (const { name, entry } of known) {
    if (entry.effect === "creates") expect(name).toMatch(/^Create/);
    if (entry.effect === "removes") expect(name).toMatch(/^(Delete|ScheduleKeyDeletion)/);
  }
});
