/** A check for code scanning: SARIF 2.1.0, OASIS. */
import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, PhysicalLocation, Result } from "sarif";
import type { CheckResult, SourceLocation } from "../check/result.ts";
import { type CheckIssue, type CheckRule, checkRules, issuesOf } from "./check-issues.ts";
import { printable } from "./printable.ts";

export interface SarifSettings {
  readonly version: string;
  /** Files are named from there. */
  readonly workingDirectory: string;
}

export function checkSarif(result: CheckResult, { version, workingDirectory }: SarifSettings): string {
  const ids = Object.keys(checkRules) as CheckRule[];
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "firehose-crosscheck",
            version,
            rules: ids.map((id) => ({ id, shortDescription: { text: checkRules[id] } })),
          },
        },
        results: issuesOf(result).map((issue) => resultOf(issue, result, ids, workingDirectory)),
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(issue: CheckIssue, { subject }: CheckResult, ids: readonly CheckRule[], from: string): Result {
  const { rule, level, message, detail, related } = issue;
  // Code scanning shows nothing without a place.
  const source = issue.source ?? subject.source;
  const text = detail === undefined ? message : `${message}\n\n${detail}`;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level,
    message: { text: printable(text) },
    locations: [locationOf(source, from)],
    ...(related.length > 0 && {
      relatedLocations: related.map((each, id) => ({
        id,
        ...locationOf(each.source, from),
        message: { text: printable(each.message) },
      })),
    }),
    partialFingerprints: { "crosscheck/v1": fingerprint(issue, source, from) },
  };
}

function locationOf({ file, line, column, path }: SourceLocation, from: string): Location {
  const physicalLocation: PhysicalLocation = {
    artifactLocation: uriOf(file, from),
    ...(line !== undefined && {
      region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
    }),
  };
  return { physicalLocation, ...(path !== undefined && { logicalLocations: [{ fullyQualifiedName: path }] }) };
}

/** Relative to the root of what is scanned, where the file is below it. */
function uriOf(file: string, from: string): PhysicalLocation["artifactLocation"] {
  const way = isAbsolute(file) ? relative(from, file) : file;
  if (isAbsolute(way) || way.split(sep)[0] === "..") return { uri: pathToFileURL(file).href };
  return { uri: way.split(sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** The same issue in the same place of a file is the same alert, on whichever line it has come to stand. */
function fingerprint({ rule, message }: CheckIssue, { file, path }: SourceLocation, from: string): string {
  const parts = [rule, uriOf(file, from)?.uri, path, rule === "excess-permission" ? message : undefined];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
