import { describe, expect, test } from "vitest";
import { CleanUp } from "../../harness/clean-up.ts";
import { unlessGone } from "../../harness/removal/removal.ts";

const plainStep = (_title: string, work: () => Promise<void>) => work();

describe("clean-up", () => {
  test("removes the last thing first, and each once", async () => {
    const cleanUp = new CleanUp();
    const removed: string[] = [];
    for (const what of ["bucket", "role", "stream"]) cleanUp.register(what, async () => void removed.push(what));
    expect(await cleanUp.run(plainStep)).toEqual([]);
    expect(await cleanUp.run(plainStep)).toEqual([]);
    expect(removed).toEqual(["stream", "role", "bucket"]);
  });

  test("goes on after a failure and reports every one", async () => {
    const cleanUp = new CleanUp();
    const removed: string[] = [];
    const fail = (message: string) => () => Promise.reject(new Error(message));
    cleanUp.register("bucket b", fail("not empty"));
    cleanUp.register("role r", async () => void removed.push("role r"));
    cleanUp.register("stream s", fail("in use"));
    const failures = await cleanUp.run(plainStep);
    expect(removed).toEqual(["role r"]);
    expect(failures.map(({ short }) => short)).toEqual([
      "stream s is left behind: Error: in use",
      "bucket b is left behind: Error: not empty",
    ]);
  });
});

describe("a removal", () => {
  const refusal = (name: string) => Promise.reject(Object.assign(new Error("refused"), { name }));

  test("is content where there is nothing to remove", async () => {
    await expect(unlessGone(["NoSuchBucket"], refusal("NoSuchBucket"))).resolves.toBeUndefined();
  });

  test("fails where something else is wrong", async () => {
    await expect(unlessGone(["NoSuchBucket"], refusal("AccessDenied"))).rejects.toThrow("refused");
  });
});
