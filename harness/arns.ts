/** ARNs as they are called in the partition of a region. */
export { bucketArn, formatArn, iamArn, rootArn } from "../emulator/index.ts";
