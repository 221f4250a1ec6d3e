/** Errors about objects. */
import { notImplemented } from "../../model/service-error.ts";
import { error, type Fields } from "./make.ts";

export const noSuchKey = (key: string, headers: Fields = {}) =>
  error("NoSuchKey", "The specified key does not exist.", 404, { Key: key }, headers);

export const noSuchVersion = (key: string, versionId: string) =>
  error("NoSuchVersion", "The specified version does not exist.", 404, { Key: key, VersionId: versionId });

export const preconditionFailed = (condition: string) =>
  error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition: condition,
  });

export const notModified = (headers: Fields) => error("NotModified", "Not Modified", 304, {}, headers);

export const invalidRange = (requested: string, size: number) =>
  error("InvalidRange", "The requested range is not satisfiable", 416, {
    RangeRequested: requested,
    ActualObjectSize: String(size),
  });

export const keyTooLong = (key: string) =>
  error("KeyTooLongError", "Your key is too long", 400, {
    Size: String(Buffer.byteLength(key)),
    MaxSizeAllowed: "1024",
  });

export const invalidStorageClass = (sent: string) =>
  error("InvalidStorageClass", "The storage class you specified is not valid", 400, { StorageClassRequested: sent });

export const notEmulatedStorageClass = (storageClass: string) =>
  notImplemented(`The storage class \`${storageClass}\``);

export const invalidPartNumber = (requested: number, actual: number) =>
  error("InvalidPartNumber", "The requested partnumber is not satisfiable", 416, {
    PartNumberRequested: String(requested),
    ActualPartCount: String(actual),
  });

/** No bucket here has Object Lock. */
export const noObjectLock = () =>
  error(
    "InvalidArgument",
    "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
    400,
    { ArgumentName: "x-amz-bypass-governance-retention" },
  );
