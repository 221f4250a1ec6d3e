import type { ServiceName } from "./model/action.ts";

/** A member of inputs that AWS takes and that changes nothing here, whatever its value. */
export interface MemberWithoutEffect {
  readonly service: ServiceName;
  readonly member: string;
  readonly because: string;
}

/** Members that every operation of a service takes which has them. */
export const membersWithoutEffect: readonly MemberWithoutEffect[] = [
  {
    service: "s3",
    member: "RequestPayer",
    // S3 User Guide, "Downloading objects from Requester Pays buckets".
    because: "it says that the caller pays where the bucket is Requester Pays, and no bucket here can be made so",
  },
];

export function hasNoEffect(service: ServiceName, member: string): boolean {
  return membersWithoutEffect.some((each) => each.service === service && each.member === member);
}
