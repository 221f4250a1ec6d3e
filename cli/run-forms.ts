import type { RunResult } from "../harness/result.ts";
import type { ResultForms } from "./reporters.ts";

/** How a run can be told. */
export const runForms: ResultForms<RunResult> = {
  texts: {
    text: async (run) => (await import("../report/summary-text.ts")).summaryText(run),
    json: async (run) => (await import("../report/json.ts")).jsonReport(run),
    junit: async (run) => (await import("../report/junit.ts")).junitReport(run),
    github: async (run) => (await import("../report/github.ts")).summaryMarkdown(run),
  },
  annotations: async (run) => (await import("../report/github.ts")).annotationsOf(run),
};
