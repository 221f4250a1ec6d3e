/** SARIF 2.1.0, OASIS, for code scanning: what every log of this tool has in common. */
import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, PhysicalLocation, Result } from "sarif";
import type { SourceLocation } from "../check/result.ts";
import { printable } from "./printable.ts";

export interface SarifSettings {
  readonly version: string;
  /** Files are named from there. */
  readonly workingDirectory: string;
}

/** `rules`: what each kind of result means, by its id. */
export function sarifText(
  rules: Readonly<Record<string, string>>,
  results: readonly Result[],
  { version }: Pick<SarifSettings, "version">,
): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "firehose-crosscheck",
            version,
            rules: Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        results: [...results],
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

export function sarifLocation({ file, line, column, path }: SourceLocation, from: string): Location {
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

/**
 * The same thing in the same place of a file is the same alert, on whichever line it has come to stand. GitHub goes by this one
 * name. Source: GitHub Docs, "SARIF support for code scanning".
 */
export function sarifFingerprints(
  rule: string,
  { file, path }: SourceLocation,
  from: string,
  also?: string,
): NonNullable<Result["partialFingerprints"]> {
  const parts = JSON.stringify([rule, uriOf(file, from)?.uri, path, also]);
  return { primaryLocationLineHash: `${createHash("sha256").update(parts).digest("hex").slice(0, 32)}:1` };
}

/** Text of others in a plain message, where `[text](target)` would be a link. Source: SARIF 2.1.0, section 3.11.6. */
export function plainText(text: string): string {
  return printable(text.toWellFormed()).replaceAll(/[\\[\]]/g, "\\$&");
}
