/** Where in a user's input something stands. */
export interface SourceLocation {
  /** As the user named it; `live` where it was read from an account. */
  readonly file: string;
  /** From 1, where known. */
  readonly line?: number;
  /** From 1, where known. */
  readonly column?: number;
  /** Inside the file, in its own terms: `aws_iam_role.delivery`, `Resources.LandingBucket`, `roles.delivery.trustPolicy`. */
  readonly path?: string;
  /** Where a change of it is written as Terraform's own text. */
  readonly form?: "terraform";
}

/** `bucket-policy.json:12:5`, and the path behind it where there is one. */
export function locationText({ file, line, column, path }: SourceLocation): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return path === undefined ? place : `${place} (${path})`;
}

/** `aws_iam_role.delivery` of `aws_iam_role.delivery[0]`: a reference may leave out which of them it means. */
export function withoutIndexes(address: string): string {
  return address.replace(/\[[^\]]*\]/g, "");
}
