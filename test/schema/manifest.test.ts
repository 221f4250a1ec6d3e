import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { corpusFolder } from "../support/corpus.ts";
import { manifestSchema, schemaFile } from "./manifest.ts";

const validate = new Ajv({ strict: false }).compile(JSON.parse(manifestSchema()));

test("the schema that is published is that of what `check` takes", async () => {
  expect(await readFile(schemaFile, "utf8")).toBe(manifestSchema());
});

test("every manifest of the corpus fits it", () => {
  const files = readdirSync(corpusFolder)
    .map((name) => join(corpusFolder, name, "crosscheck.json"))
    .filter(existsSync);
  expect(files.length).toBeGreaterThan(100);
  const unfit = files.filter((file) => !validate(JSON.parse(readFileSync(file, "utf8"))));
  expect(unfit).toEqual([]);
});

test.each<[what: string, manifest: object]>([
  ["a member that there is not", { bukcet: { name: "b-lake" } }],
  ["an account id as a number", { accountA: { id: 111111111111 } }],
  ["a member of the API that there is not", { deliveryStream: { name: "out", destination: { BufferHints: {} } } }],
])("%s does not", (_what, manifest) => {
  expect(validate(manifest)).toBe(false);
});
