import type { CheckResult } from "../check/result.ts";
import { checkText } from "../report/check-text.ts";
import type { ResultForms } from "./reporters.ts";
import { version } from "./version.ts";

/** How a check can be told. */
export const checkForms: ResultForms<CheckResult> = {
  texts: {
    text: async (result) => checkText(result, { write: () => true }),
    json: async (result) => (await import("../report/check-json.ts")).checkJson(result),
    junit: async (result) => (await import("../report/check-junit.ts")).checkJunit(result),
    sarif: async (result) => {
      const { checkSarif } = await import("../report/check-sarif.ts");
      return checkSarif(result, { version, workingDirectory: process.cwd() });
    },
    github: async (result) => (await import("../report/check-github.ts")).checkSummary(result),
  },
  annotations: async (result) => (await import("../report/check-github.ts")).checkAnnotations(result),
};
