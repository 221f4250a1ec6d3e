import { CompressionFormat, KeyType, S3BackupMode } from "@aws-sdk/client-firehose";
import { ObjectOwnership, ServerSideEncryption } from "@aws-sdk/client-s3";
import type { Configuration } from "../configuration.ts";
import type { Question } from "./question.ts";
import { flagSettings, numberSettings } from "./typed.ts";
import { anyMark, type Unknown } from "./unknown.ts";
import { withValues } from "./world.ts";

/** Settings by their names, with all the values that AWS takes. */
const enumerated = new Map<string, readonly string[]>([
  ["objectOwnership", Object.values(ObjectOwnership)],
  ["SSEAlgorithm", [ServerSideEncryption.AES256, ServerSideEncryption.aws_kms, ServerSideEncryption.aws_kms_dsse]],
  ["CompressionFormat", Object.values(CompressionFormat)],
  ["S3BackupMode", Object.values(S3BackupMode)],
  ["KeyType", Object.values(KeyType)],
]);

/**
 * Settings whose value is unknown: one after the other of the values that AWS takes. A sample would be none of them, and
 * refused.
 */
export function withSettings(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const byMark = new Map(configuration.unknowns.map((unknown) => [unknown.mark, unknown]));
  const places = new Map(
    settingsIn([configuration.bucket, configuration.deliveryStream, configuration.keys]).map(
      ([name, mark]) => [mark, name] as const,
    ),
  );
  const settings = [...places].flatMap(([mark, name]) => {
    const unknown = byMark.get(mark);
    const [first, ...others] = unknown === undefined ? [] : valuesOf(name, unknown);
    return unknown === undefined || first === undefined ? [] : [{ unknown, first, others }];
  });
  return {
    configuration: {
      ...configuration,
      supposed: [
        ...(configuration.supposed ?? []),
        ...settings.map(({ unknown, first }) => [unknown.mark, first] as const),
      ],
    },
    questions: settings
      .filter(({ others }) => others.length > 0)
      .map(
        ({ unknown, others }): Question => ({
          what: unknown.what,
          because: "it is not known",
          settledBy: unknown.settledBy,
          source: unknown.source,
          answers: others.map((value) => ({
            direction: "other",
            in: (world) => withValues(world, new Map([[unknown.mark, value]])),
          })),
        }),
      ),
  };
}

function valuesOf(name: string, { choices }: Unknown): readonly string[] {
  const taken = flagSettings.has(name) ? ["true", "false"] : (enumerated.get(name) ?? []);
  if (choices === undefined) return [...taken, ...[numberSettings.get(name) ?? []].flat()];
  const both = choices.filter((choice) => taken.length === 0 || taken.includes(choice));
  return both.length > 0 ? both : choices;
}

function isSetting(name: string): boolean {
  return enumerated.has(name) || numberSettings.has(name) || flagSettings.has(name);
}

/** Names of such settings that are nothing but a mark, each with it. */
function settingsIn(value: unknown, name = ""): readonly (readonly [name: string, mark: string])[] {
  if (Array.isArray(value)) return value.flatMap((item) => settingsIn(item));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => settingsIn(inner, key));
  }
  if (typeof value !== "string" || !isSetting(name)) return [];
  return value.replace(anyMark, "") === "" && [...value].length === 1 ? [[name, value]] : [];
}
