/** Session tags and which of them go on to chained roles. Source: IAM User Guide, "Passing session tags in AWS STS". */
import { ServiceError } from "../model/service-error.ts";

export interface SessionTags {
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
}

export const noSessionTags: SessionTags = { tags: new Map(), transitiveTagKeys: [] };

interface TagInput {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/**
 * The tags of a new session: those of the request and those that the calling session passes on.
 * Throws InvalidParameterValue where they contradict each other.
 */
export function sessionTags(
  requested: readonly TagInput[] = [],
  transitiveKeys: readonly string[] = [],
  calling: SessionTags = noSessionTags,
): SessionTags {
  const keys = requested.map(({ Key = "" }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (transitiveKeys.some((key) => !keys.includes(key.toLowerCase()))) {
    throw invalid("The specified transitive tag key must be included in the requested tags.");
  }
  const inherited = new Set(calling.transitiveTagKeys.map((key) => key.toLowerCase()));
  if (keys.some((key) => inherited.has(key))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const passedOn = [...calling.tags].filter(([key]) => inherited.has(key.toLowerCase()));
  return {
    tags: new Map([...passedOn, ...requested.map(({ Key = "", Value = "" }) => [Key, Value] as const)]),
    transitiveTagKeys: [...calling.transitiveTagKeys, ...transitiveKeys],
  };
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidParameterValue", message, 400);
}
