import { expect, test } from "vitest";
import { CheckFailed } from "../../check/replay/check-failed.ts";
import { orNoVerdict } from "../../cli/check-failure.ts";
import { UsageError } from "../../cli/usage-error.ts";

const failing = (error: Error) => orNoVerdict(() => Promise.reject(error));

test("a check that fails is one sentence, and can be tried again", async () => {
  await expect(failing(new CheckFailed("no answer"))).rejects.toThrow(
    new UsageError("the check itself failed, and says nothing of the configuration: no answer; try again"),
  );
});

test("what nobody expected is one sentence too, without a stack", async () => {
  const told = await failing(new TypeError("path.replace is not a function")).catch((error: Error) => error);
  expect(told).toBeInstanceOf(UsageError);
  expect(told.message).toBe(
    "the check itself failed, and says nothing of the configuration: TypeError: path.replace is not a function; this is a fault of crosscheck: report it with the input",
  );
});

test("what the command line lacks stays what it is", async () => {
  const lacking = new UsageError("give one");
  await expect(failing(lacking)).rejects.toBe(lacking);
});
