/** Constraints that KMS operations share. Source: KMS API Reference (model 2014-11-01). */
import type { Constraint } from "../model/constraints.ts";

export const policy: Constraint = { minLength: 1, maxLength: 131_072 };
export const description: Constraint = { minLength: 0, maxLength: 8192 };
export const aliasName: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 256,
  pattern: "^[a-zA-Z0-9:/_-]+$",
};
export const tags: Constraint = {
  each: {
    members: {
      TagKey: { required: true, minLength: 1, maxLength: 128 },
      TagValue: { required: true, minLength: 0, maxLength: 256 },
    },
  },
};
export const tagKeys: Constraint = { required: true, each: { minLength: 1, maxLength: 128 } };
export const paging = {
  Limit: { min: 1, max: 1000 },
  Marker: { minLength: 1, maxLength: 1024, pattern: "[\\u0020-\\u00FF]*" },
} as const satisfies Record<string, Constraint>;
export const plaintext: Constraint = { required: true, minLength: 1, maxLength: 4096, isValueUntold: true };
export const ciphertext: Constraint = { required: true, minLength: 1, maxLength: 6144 };
export const algorithm: Constraint = {
  values: ["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"],
};
export const grantTokens: Constraint = { minLength: 0, maxLength: 10 };
export const dataKey = {
  NumberOfBytes: { min: 1, max: 1024 },
  KeySpec: { values: ["AES_256", "AES_128"] },
  GrantTokens: grantTokens,
} as const satisfies Record<string, Constraint>;
export const principal: Constraint = { minLength: 1, maxLength: 256, pattern: "^[\\w+=,.@:/-]+$" };
