/** Errors of KMS. Texts: recorded by LocalStack (test_kms.py, 2023–2024) where no other source stands beside one. */
import { ServiceError } from "../model/service-error.ts";

function refused(code: string, message: string): ServiceError {
  return new ServiceError(code, message, 400);
}

export function keyNotFound(arn: string): ServiceError {
  return refused("NotFoundException", `Key '${arn}' does not exist`);
}

export function invalidKeyId(text: string): ServiceError {
  return refused("NotFoundException", `Invalid keyId '${text}'`);
}

/** `region`: the one that the ARN names, which is not the one that was asked. */
export function foreignRegion(region: string): ServiceError {
  return refused("NotFoundException", `Invalid arn ${region}`);
}

export function aliasNotFound(arn: string): ServiceError {
  return refused("NotFoundException", `Alias ${arn} is not found.`);
}

export function keyDisabled(arn: string): ServiceError {
  return refused("DisabledException", `${arn} is disabled.`);
}

export function keyPendingDeletion(arn: string): ServiceError {
  return refused("KMSInvalidStateException", `${arn} is pending deletion.`);
}

export function keyNotPendingDeletion(arn: string): ServiceError {
  return refused("KMSInvalidStateException", `${arn} is not pending deletion.`);
}

/** Wrong encryption context, damaged or foreign ciphertext: KMS does not tell them apart. */
export function invalidCiphertext(): ServiceError {
  return refused("InvalidCiphertextException", "");
}

export function incorrectKey(): ServiceError {
  const message = "The key ID in the request does not identify a CMK that can perform this operation.";
  return refused("IncorrectKeyException", message);
}

/** Text: public reports. */
export function aliasExists(arn: string): ServiceError {
  return refused("AlreadyExistsException", `An alias with the name ${arn} already exists`);
}

export function invalidAliasName(message: string): ServiceError {
  return refused("InvalidAliasNameException", message);
}

export function validationFailed(message: string): ServiceError {
  return refused("ValidationException", message);
}

/** Text: public reports. */
export function lockedOut(): ServiceError {
  const message = "The new key policy will not allow you to update the key policy in the future.";
  return refused("MalformedPolicyDocumentException", message);
}

/** Text: public reports. */
export function invalidPrincipal(arn: string): ServiceError {
  return refused("InvalidArnException", `ARN does not refer to a valid principal: ${arn}`);
}

export function grantNotFound(grantId: string): ServiceError {
  return refused("NotFoundException", `Grant ID ${grantId} not found`);
}

export function invalidGrantToken(): ServiceError {
  return refused("InvalidGrantTokenException", "Invalid grant token.");
}

export function tagProblem(message: string): ServiceError {
  return refused("TagException", message);
}

export function limitExceeded(message: string): ServiceError {
  return refused("LimitExceededException", message);
}

export function invalidKeyUsage(message: string): ServiceError {
  return refused("InvalidKeyUsageException", message);
}

/** Text: not documented; we choose. */
export function noSuchPolicy(): ServiceError {
  return refused("NotFoundException", "No such policy exists");
}
