import { defineConfig } from "vitest/config";

const docker = "test/localstack/**/*.test.ts";
const browser = "test/browser/**/*.test.ts";
const rehearsals = "test/rehearsal/**/*.test.ts";

export default defineConfig({
  test: {
    // Virtual time makes most tests fast; the limit only catches a hang.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "threads",
    // A core each: by itself Vitest keeps one free, which on two cores is half of them.
    maxWorkers: "100%",
    // No test replaces a module or keeps state in one: loading the SDK clients once a worker saves two thirds of the time.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "embedded",
          include: ["test/**/*.test.ts"],
          exclude: [docker, browser, rehearsals],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "localstack",
          include: [docker],
          // Real time, with a container; afterwards, for it takes the whole machine.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [browser],
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: "rehearsal",
          include: [rehearsals],
          // On a clock that runs fast, which others must not keep waiting.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
