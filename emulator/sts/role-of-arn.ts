import { validationError } from "../iam/errors.ts";
import { parseArn } from "../model/arn.ts";
import { partitionOf } from "../model/partition.ts";

/** The role's account. Throws ValidationError where the text is no ARN of a role in the partition of `region`. */
export function accountOfRole(roleArn: string, region: string): string {
  const arn = parseArn(roleArn);
  const isHere = arn?.partition === partitionOf(region).name;
  if (!isHere || arn.service !== "iam" || arn.region !== "" || !/^\d{12}$/.test(arn.accountId)) {
    throw validationError(`${roleArn} is invalid`);
  }
  if (!/^role\/.*[^/]$/.test(arn.resource)) throw validationError(`${roleArn} is invalid`);
  return arn.accountId;
}
