import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { merge } from "../../check/merge.ts";
import { readInputs } from "../../check/read/inputs.ts";
import { textsOf } from "../../cli/input-texts.ts";
import { corpusFolder } from "../support/corpus.ts";

const plan = readFileSync(join(corpusFolder, "terraform-two-providers/plan.json"));

describe("standard input", () => {
  test("is an input like any other", async () => {
    const texts = await textsOf(["-"], Readable.from([plan.subarray(0, 100), plan.subarray(100)]));
    const { bucket } = merge(await readInputs(["-"], { texts }));
    expect(bucket).toMatchObject({ name: "b-landing", source: { file: "standard input" } });
  });

  test("may be said to be one account's", async () => {
    const texts = await textsOf(["A=-"], Readable.from([Buffer.from("{}")]));
    await expect(readInputs(["A=-"], { texts })).rejects.toThrow("standard input: is nothing that can be checked");
  });

  test("is left alone where no input is it, and is no two inputs", async () => {
    const stdin = Readable.from([plan]);
    expect(await textsOf(["plan.json"], stdin)).toEqual(new Map());
    expect(stdin.readableDidRead).toBe(false);
    await expect(textsOf(["-", "-"], stdin)).rejects.toThrow("`-` is standard input: name it once");
  });

  test("of more than an input may have is refused", async () => {
    const megabyte = Buffer.alloc(1024 * 1024, " ");
    const endless = Readable.from(Array.from({ length: 33 }, () => megabyte));
    await expect(textsOf(["-"], endless)).rejects.toThrow("standard input has more than 32 MiB");
  });
});
