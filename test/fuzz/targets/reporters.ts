import { parseXML } from "@aws-sdk/xml-builder";
import fc from "fast-check";
import type { CheckResult } from "../../../check/result.ts";
import { inert } from "../../../cli/inert.ts";
import { checkSummary } from "../../../report/check-github.ts";
import { checkJson } from "../../../report/check-json.ts";
import { checkJunit } from "../../../report/check-junit.ts";
import { checkSarif } from "../../../report/check-sarif.ts";
import { checkText } from "../../../report/check-text.ts";
import { printable } from "../../../report/printable.ts";
import { brokenCheck, inconclusiveCheck } from "../../support/check-results.ts";
import { type FuzzTarget, propertyTarget } from "../target.ts";

const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[",
    "--&gt;",
    '"',
    "'",
    "&",
    "\u0000",
    "\u001b[2J",
    "\ud800",
  ),
  fc.constantFrom(
    "\n::error::x",
    "\r##[error]x",
    "|",
    "`",
    "\n# h",
    "[a](javascript:x)",
    "<img src=x onerror=y>",
    "\u2028",
    "\u202e",
  ),
);
const hostile = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => `begin${pieces.join("")}end`);

/** Every text of a result that somebody else may have written. */
function withText(result: CheckResult, text: string): CheckResult {
  const { cause } = result;
  return {
    ...result,
    subject: { ...result.subject, deliveryStream: text, bucket: text },
    summary: text,
    ...(cause !== undefined && { cause: { ...cause, message: text, explanation: text } }),
    notChecked: result.notChecked.map((each) => ({ ...each, what: text, because: text })),
    warnings: [{ text, source: result.subject.source, isCertain: true }],
  };
}

interface Reporters {
  readonly junit: (result: CheckResult) => string;
  readonly summary: (result: CheckResult) => string;
  readonly text: (result: CheckResult) => string;
}

const output = { isTTY: false, columns: 80, hasColours: false } as never;

export const reporters: FuzzTarget = propertyTarget<{ result: CheckResult; text: string }, Reporters>({
  name: "reporters",
  component: "report, cli/inert.ts",
  property:
    "whatever names and messages hold, XML and JSON stay whole, Markdown brings no tag, and no line is a command",
  share: 300,
  inputs: fc.record({ result: fc.constantFrom(brokenCheck, inconclusiveCheck), text: hostile }),
  subject: { junit: checkJunit, summary: checkSummary, text: (result) => inert(printable(checkText(result, output))) },
  faulty: {
    junit: ({ summary }) => `<testsuites><testcase name="${summary}"/></testsuites>`,
    summary: ({ summary }) => summary,
    text: ({ summary }) => summary,
  },
  holds: ({ result, text }, { junit, summary, text: terminal }) => {
    const hostileResult = withText(result, text);
    parseXML(junit(hostileResult));
    JSON.parse(checkSarif(hostileResult, { version: "0.1.0", workingDirectory: "/" }));
    JSON.parse(checkJson(hostileResult));
    const markdown = summary(hostileResult);
    if (/<(?:script|img)\b/i.test(markdown.replace(/```[\s\S]*?```/g, ""))) throw new Error(`a tag: ${markdown}`);
    const shown = terminal(hostileResult);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there is what is looked for
    if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(shown))
      throw new Error(`a control character: ${JSON.stringify(shown)}`);
    if (/^\s*::|##\[/m.test(shown)) throw new Error(`a command: ${JSON.stringify(shown)}`);
  },
});
