import { validationError } from "../iam/errors.ts";
import { parseArn } from "../model/arn.ts";

/** The role's account. Throws ValidationError where the text is no ARN of a role. */
export function accountOfRole(roleArn: string): string {
  const arn = parseArn(roleArn);
  if (arn?.partition !== "aws" || arn.service !== "iam" || arn.region !== "" || !/^\d{12}$/.test(arn.accountId)) {
    throw validationError(`${roleArn} is invalid`);
  }
  if (!/^role\/.*[^/]$/.test(arn.resource)) throw validationError(`${roleArn} is invalid`);
  return arn.accountId;
}
