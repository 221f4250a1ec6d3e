/** A check for GitHub Actions: annotations at the files' lines, and the summary of a job. */
import type { CheckResult } from "../check/result.ts";
import { issuesOf } from "./check-issues.ts";
import { checkText } from "./check-text.ts";
import { type Annotation, escaped, mostAnnotations, mostCharacters } from "./github.ts";
import { printable } from "./printable.ts";
import { signs } from "./wording.ts";

/** Nothing for what is in excess: it breaks nothing, and there may be many. Where there are too many, the last says so. */
export function checkAnnotations(result: CheckResult): readonly Annotation[] {
  const annotations = issuesOf(result)
    .flatMap(({ level, message, source }) => (level === "note" ? [] : [{ level, message, source }]))
    .map(
      ({ level, message, source }): Annotation => ({
        level,
        title: printable(`${result.verdict}: ${result.subject.deliveryStream}`),
        message: printable(message),
        ...(source?.line !== undefined && {
          file: source.file,
          startLine: source.line,
          ...(source.column !== undefined && { startColumn: source.column }),
        }),
      }),
    );
  if (annotations.length <= mostAnnotations) return annotations;
  const shown = annotations.slice(0, mostAnnotations - 1);
  const title = `${annotations.length - shown.length} more`;
  return [...shown, { level: "warning", title, message: printable(result.summary) }];
}

/** Markdown with HTML in it: the verdict, then all there is to say. */
export function checkSummary(result: CheckResult): string {
  const sign = { works: signs.passed, broken: signs.failed, inconclusive: signs.inconclusive }[result.verdict];
  const text = cut(escaped(checkText(result, { write: () => true }).trimEnd()));
  const isOpen = result.verdict === "works" ? "" : " open";
  const head = `## ${sign} ${result.verdict}: ${escaped(result.summary)}\n`;
  return `${head}\n<details${isOpen}><summary>${escaped(result.subject.deliveryStream)}</summary>\n<pre>${text}</pre>\n</details>\n`;
}

function cut(markdown: string): string {
  if (markdown.length <= mostCharacters) return markdown;
  return `${markdown.slice(0, markdown.lastIndexOf("\n", mostCharacters))}\nThere is more; the results have it.`;
}
