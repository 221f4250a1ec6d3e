/** Constraints of the API's model (2011-06-15). */
import type { Constraints } from "../iam/constraints.ts";

const arn = { required: true, min: 20, max: 2048 } as const;
const tag = {
  Key: { required: true, min: 1, max: 128, pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+" },
  Value: { required: true, min: 0, max: 256, pattern: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*" },
} as const;

export const assumeRoleConstraints: Constraints = {
  RoleArn: arn,
  RoleSessionName: { required: true, min: 2, max: 64, pattern: "[\\w+=,.@-]*" },
  PolicyArns: { fields: { arn } },
  Policy: { min: 1, max: 2048 },
  DurationSeconds: { min: 900, max: 43_200 },
  Tags: { max: 50, fields: tag },
  TransitiveTagKeys: { max: 50, item: tag.Key },
  ExternalId: { min: 2, max: 1224, pattern: "[\\w+=,.@:\\/-]*" },
  SourceIdentity: { min: 2, max: 64, pattern: "[\\w+=,.@-]*" },
};
