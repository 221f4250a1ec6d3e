import { ServiceError } from "../model/service-error.ts";

/** Texts: recorded by LocalStack from AWS (test_logs.py) where no other source stands beside one. */
function refused(code: string, message: string): ServiceError {
  return new ServiceError(code, message, 400);
}

export function groupExists(): ServiceError {
  return refused("ResourceAlreadyExistsException", "The specified log group already exists");
}

export function streamExists(): ServiceError {
  return refused("ResourceAlreadyExistsException", "The specified log stream already exists");
}

export function groupMissing(): ServiceError {
  return refused("ResourceNotFoundException", "The specified log group does not exist.");
}

export function streamMissing(): ServiceError {
  return refused("ResourceNotFoundException", "The specified log stream does not exist.");
}

export function invalidParameter(message: string): ServiceError {
  return refused("InvalidParameterException", message);
}
