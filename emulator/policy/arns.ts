/** `aws-us-gov` of `arn:aws-us-gov:iam::…`; empty where the text is no ARN. */
export function partitionOfArn(arn: string): string {
  return /^arn:([^:]*):/.exec(arn)?.[1] ?? "";
}

/** Whether an ARN is a bucket's or an object's. */
export function isS3Arn(arn: string): boolean {
  return /^arn:[^:]*:s3:::/.test(arn);
}
