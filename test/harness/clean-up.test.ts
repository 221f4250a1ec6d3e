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

describe("a removal that fails", () => {
  const failing = (times: number, $metadata: object) => {
    let tried = 0;
    const remove = async () => {
      tried++;
      if (tried <= times) throw Object.assign(new Error("socket hang up"), { name: "TimeoutError", $metadata });
    };
    return { remove, tried: () => tried };
  };

  test("is tried again where AWS did not answer, or with a fault of its own", async () => {
    for (const $metadata of [{}, { httpStatusCode: 503 }]) {
      const cleanUp = new CleanUp();
      const { remove, tried } = failing(3, $metadata);
      cleanUp.register("bucket b", remove);
      expect(await cleanUp.run(plainStep)).toEqual([]);
      expect(tried()).toBe(4);
    }
  });

  test("is not tried for ever", async () => {
    const cleanUp = new CleanUp();
    const { remove, tried } = failing(9, {});
    cleanUp.register("bucket b", remove);
    expect(await cleanUp.run(plainStep)).toMatchObject([
      { short: "bucket b is left behind: TimeoutError: socket hang up" },
    ]);
    expect(tried()).toBe(4);
  });

  test("is not tried again where AWS refused it", async () => {
    const cleanUp = new CleanUp();
    const { remove, tried } = failing(1, { httpStatusCode: 403 });
    cleanUp.register("bucket b", remove);
    expect(await cleanUp.run(plainStep)).toHaveLength(1);
    expect(tried()).toBe(1);
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
