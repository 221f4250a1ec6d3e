import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Virtual time makes the tests fast; the limit only catches a hang.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "threads",
    // No test replaces a module or keeps state in one: loading the SDK clients once a worker saves two thirds of the time.
    isolate: false,
  },
});
