/** Constraints that many IAM operations share. Source: the API's model, 2010-05-08. */
import type { Constraint } from "./constraints.ts";

const namePattern = "[\\w+=,.@\\-]+";

function name(member: string, max: number): Constraint {
  return {
    required: true,
    min: 1,
    max,
    pattern: namePattern,
    patternMessage: `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  };
}

export const roleName = name("roleName", 64);
export const userName = name("userName", 64);
export const policyName = name("policyName", 128);

export const path: Constraint = {
  min: 1,
  max: 512,
  pattern: "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
  patternMessage:
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
};

export const pathPrefix: Constraint = { min: 1, max: 512, pattern: "\\u002F[\\u0021-\\u007F]*" };

export const policyDocument: Constraint = { required: true, min: 1, max: 131_072 };

export const arn: Constraint = { required: true, min: 20, max: 2048 };

export const roleDescription: Constraint = {
  max: 1000,
  pattern: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*",
};

export const policyDescription: Constraint = { max: 1000 };

export const maxSessionDuration: Constraint = { min: 3600, max: 43_200 };

export const versionId: Constraint = { required: true, pattern: "v[1-9][0-9]*(\\.[A-Za-z0-9\\-]*)?" };

export const accessKeyId: Constraint = { required: true, min: 16, max: 128, pattern: "[\\w]+" };

export const accountAlias: Constraint = {
  required: true,
  min: 3,
  max: 63,
  pattern: "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
};

const tagKey: Constraint = { required: true, min: 1, max: 128, pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+" };

export const tags: Constraint = {
  max: 50,
  fields: { Key: tagKey, Value: { required: true, min: 0, max: 256, pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*" } },
};

export const tagKeys: Constraint = { required: true, max: 50, item: tagKey };

export const paging = {
  Marker: { min: 1, max: 320 },
  MaxItems: { min: 1, max: 1000 },
} as const satisfies Record<string, Constraint>;
