/** Constraints that many IAM operations share. Source: the API's model, 2010-05-08. */
import type { Constraint } from "../model/constraints.ts";
import type { IamConstraint } from "./constraints.ts";

function name(member: string, maxLength: number): IamConstraint {
  return {
    ...{ required: true, minLength: 1, maxLength },
    form: {
      pattern: /^[\w+=,.@-]+$/,
      sentence: `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    },
  };
}

export const roleName = name("roleName", 64);
export const userName = name("userName", 64);
export const policyName = name("policyName", 128);

export const path: IamConstraint = {
  minLength: 1,
  maxLength: 512,
  form: {
    pattern: /^(?:\/|\/[!-~]+\/)$/,
    sentence:
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  },
};

export const pathPrefix: Constraint = { minLength: 1, maxLength: 512, pattern: "\\u002F[\\u0021-\\u007F]*" };

export const policyDocument: Constraint = { required: true, minLength: 1, maxLength: 131_072 };

export const arn: Constraint = { required: true, minLength: 20, maxLength: 2048 };

export const roleDescription: Constraint = {
  maxLength: 1000,
  pattern: "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*",
};

export const policyDescription: Constraint = { maxLength: 1000 };

export const maxSessionDuration: Constraint = { min: 3600, max: 43_200 };

export const versionId: Constraint = { required: true, pattern: "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?" };

export const accessKeyId: Constraint = { required: true, minLength: 16, maxLength: 128, pattern: "[\\w]+" };

export const accountAlias: Constraint = {
  required: true,
  minLength: 3,
  maxLength: 63,
  pattern: "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
};

/** Of STS too. */
export const tagKey: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 128,
  pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
};

/** Of STS too. */
export const tags: Constraint = {
  maxLength: 50,
  each: {
    members: {
      Key: tagKey,
      Value: { required: true, minLength: 0, maxLength: 256, pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*" },
    },
  },
};

export const tagKeys: Constraint = { required: true, maxLength: 50, each: tagKey };

export const paging = {
  Marker: { minLength: 1, maxLength: 320 },
  MaxItems: { min: 1, max: 1000 },
} as const satisfies Record<string, Constraint>;

/** Of both simulating operations. */
export const simulation = {
  ActionNames: { required: true, each: { minLength: 3, maxLength: 128 } },
  ResourceArns: { each: { minLength: 1, maxLength: 2048 } },
  ContextEntries: {
    each: {
      members: {
        ContextKeyName: { minLength: 5, maxLength: 256 },
        ContextKeyType: {
          values: [
            ...["string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList"],
            ...["binary", "binaryList", "date", "dateList"],
          ],
        },
      },
    },
  },
} as const satisfies Record<string, Constraint>;
