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
    message: { text: plain(text) },
    locations: [locationOf(source, from)],
    ...(related.length > 0 && {
      relatedLocations: related.map((each, id) => ({
        id,
        ...locationOf(each.source, from),
        message: { text: plain(each.message) },
      })),
    }),
    // The one name that GitHub goes by. Source: GitHub Docs, "SARIF support for code scanning".
    partialFingerprints: { primaryLocationLineHash: `${fingerprint(issue, source, from)}:1` },
  };
}

function locationOf({ file, line, column, path }: SourceLocation, from: string): Location {
  const physicalLocation: PhysicalLocation = {
    artifactLocation: uriOf(file, from),
    ...(line !== undefined && {
      region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
    }),
  };
  return {
    physicalLocation,
    ...(path !== undefined && { logicalLocations: [{ fullyQualifiedName: printable(path) }] }),
  };
}

/** Relative to the root of what is scanned, where the file is below it. */
function uriOf(file: string, from: string): PhysicalLocation["artifactLocation"] {
  const way = isAbsolute(file) ? relative(from, file) : file;
  if (isAbsolute(way) || way.split(sep)[0] === "..") return { uri: pathToFileURL(file).href };
  return { uri: way.toWellFormed().split(sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** The same issue in the same place of a file is the same alert, on whichever line it has come to stand. */
function fingerprint({ rule, message }: CheckIssue, { file, path }: SourceLocation, from: string): string {
  const parts = [rule, uriOf(file, from)?.uri, path, isOfMutation(rule) ? message : undefined];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** Of these one place may have several. */
function isOfMutation(rule: CheckRule): boolean {
  return rule === "excess-permission" || rule === "grants-access" || rule === "warning";
}

/** Text of others in a plain message, where `[text](target)` would be a link. Source: SARIF 2.1.0, section 3.11.6. */
function plain(text: string): string {
  return printable(text.toWellFormed()).replaceAll(/[\\[\]]/g, "\\$&");
}
