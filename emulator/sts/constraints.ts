/** Constraints of the API's model (2011-06-15). */
import * as iam from "../iam/members.ts";
import type { Constraints } from "../model/constraints.ts";

export const assumeRoleConstraints = {
  RoleArn: iam.arn,
  RoleSessionName: { required: true, minLength: 2, maxLength: 64, pattern: "[\\w+=,.@-]*" },
  PolicyArns: { each: { members: { arn: iam.arn } } },
  Policy: { minLength: 1, maxLength: 2048 },
  DurationSeconds: { min: 900, max: 43_200 },
  Tags: iam.tags,
  TransitiveTagKeys: { maxLength: 50, each: iam.tagKey },
  ExternalId: { minLength: 2, maxLength: 1224, pattern: "[\\w+=,.@:\\/-]*" },
  SourceIdentity: { minLength: 2, maxLength: 64, pattern: "[\\w+=,.@-]*" },
} satisfies Constraints;
