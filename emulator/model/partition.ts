import { partition } from "@aws-sdk/core/client";

/** Regions that share accounts, IAM and the names of buckets, and nothing with other regions. */
export interface Partition {
  /** As it stands in ARNs: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly name: string;
  /** Of the names of its hosts: `amazonaws.com`, `amazonaws.com.cn`. */
  readonly dnsSuffix: string;
}

const known = new Map<string, Partition>();

/** The partition that a region is in; `aws` for one that nobody knows. Source: partitions.json of the AWS SDKs. */
export function partitionOf(region: string): Partition {
  const found = known.get(region);
  if (found !== undefined) return found;
  const { name, dnsSuffix } = partition(region);
  const made = { name, dnsSuffix };
  known.set(region, made);
  return made;
}

/** The SDKs' table is asked by region: one of each. */
const oneRegionEach = [
  ...["us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"],
  ...["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"],
];

export const allPartitions: readonly Partition[] = oneRegionEach.map(partitionOf);
