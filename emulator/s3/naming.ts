/** Names of general purpose buckets. Source: S3 User Guide, "General purpose bucket naming rules". */

const allowedForm = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ipv4Form = /^\d{1,3}(\.\d{1,3}){3}$/;
const reservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * Whether S3 takes the name: 3 to 63 lower-case letters, digits, dots and hyphens, and none of the reserved forms. A name
 * that ends with `-an` has to be of an account's own namespace.
 */
export function isBucketName(name: string): boolean {
  if (!allowedForm.test(name) || name.includes("..") || ipv4Form.test(name)) return false;
  if (reservedPrefixes.some((prefix) => name.startsWith(prefix))) return false;
  if (name.endsWith("-an") && accountRegionalName(name) === undefined) return false;
  return !reservedSuffixes.some((suffix) => name.endsWith(suffix));
}

/**
 * Whose namespace a name is of: `<prefix>-<account>-<region>-an`. Undefined of any other name.
 * Source: S3 User Guide, "Namespaces for general purpose buckets".
 */
export function accountRegionalName(name: string): { readonly accountId: string; readonly region: string } | undefined {
  const [, accountId = "", region = ""] = /^.+-(\d{12})-([a-z]+(?:-[a-z]+)+-\d+)-an$/.exec(name) ?? [];
  return accountId === "" ? undefined : { accountId, region };
}

/** UTF-8 bytes of a key. Source: S3 User Guide, "Naming Amazon S3 objects". */
export const maxKeyBytes = 1024;

export function isKeyTooLong(key: string): boolean {
  // A UTF-16 unit takes at most three bytes, so most keys need no counting.
  return key.length * 3 > maxKeyBytes && Buffer.byteLength(key) > maxKeyBytes;
}
