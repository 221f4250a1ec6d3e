/**
 * Condition keys whose value is a list, however many values a request has. Sources: IAM User Guide, "AWS global condition
 * context keys"; Service Authorization Reference, types `ArrayOf…` (2026-09).
 */
const listKeys: ReadonlySet<string> = new Set([
  ...["aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths"],
  ...["aws:sourceorgpaths", "aws:tagkeys", "aws:vpceorgpaths", "s3:inventoryaccessibleoptionalfields"],
  ...["s3:requestobjecttagkeys", "kms:encryptioncontextkeys", "kms:grantoperations", "kms:resourcealiases"],
  ...["kinesis:fistargetarns", "logs:loggeneratingresourcearns", "sts:transitivetagkeys"],
]);

export function isListKey(key: string): boolean {
  return listKeys.has(key.toLowerCase());
}
