/** Errors of IAM. Codes: the API's model; texts: recorded answers and public reports of the service's messages. */
import { ServiceError } from "../model/service-error.ts";
import type { Identity } from "./entities.ts";

export type IdentityKind = Identity["kind"];

export function entityAlreadyExists(message: string): ServiceError {
  return new ServiceError("EntityAlreadyExists", message, 409);
}

export function noSuchEntity(message: string): ServiceError {
  return new ServiceError("NoSuchEntity", message, 404);
}

export function deleteConflict(message: string): ServiceError {
  return new ServiceError("DeleteConflict", message, 409);
}

export function limitExceeded(message: string): ServiceError {
  return new ServiceError("LimitExceeded", message, 409);
}

export function invalidInput(message: string): ServiceError {
  return new ServiceError("InvalidInput", message, 400);
}

export function validationError(message: string): ServiceError {
  return new ServiceError("ValidationError", message, 400);
}

export function identityNotFound(kind: IdentityKind, name: string): ServiceError {
  return noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
}

export function identityExists(kind: IdentityKind, name: string): ServiceError {
  return entityAlreadyExists(`${kind === "role" ? "Role" : "User"} with name ${name} already exists.`);
}

export function inlinePolicyNotFound(kind: IdentityKind, name: string): ServiceError {
  return noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
}

export function policyNotFound(arn: string): ServiceError {
  return noSuchEntity(`Policy ${arn} was not found.`);
}

export function policyNotAttachable(arn: string): ServiceError {
  return noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}

/** What is no ARN at all is refused by another code than an ARN of something else. */
export function invalidPolicyArn(arn: string): ServiceError {
  const message = `ARN ${arn} is not valid.`;
  return arn.startsWith("arn:") ? invalidInput(message) : validationError(message);
}

/** Reported of GovCloud and China (aws/aws-elastic-beanstalk-cli#562, pulumi/pulumi-aws-apigateway#347). */
export function invalidArnPartition(): ServiceError {
  return validationError("Invalid ARN partition");
}

export function policyVersionNotFound(arn: string, versionId: string): ServiceError {
  return noSuchEntity(`Policy ${arn} version ${versionId} does not exist or is not attachable.`);
}

export function accessKeyNotFound(accessKeyId: string): ServiceError {
  return noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
}
