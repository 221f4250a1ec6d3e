import { CreateBucket$, type CreateBucketCommandInput, type CreateBucketCommandOutput } from "@aws-sdk/client-s3";
import type { Call, Permission } from "../../model/action.ts";
import { bucketArn } from "../../model/arn.ts";
import { notImplemented } from "../../model/service-error.ts";
import { requestTagKeys } from "../../model/tag-keys.ts";
import { grantsOnly, isPublicGrant } from "../acl.ts";
import { Bucket, newBucketSettings } from "../bucket.ts";
import { aclKeys } from "../condition-keys.ts";
import * as errors from "../errors.ts";
import { checkNamespace } from "../namespace.ts";
import { isBucketName } from "../naming.ts";
import { aclOf, type ObjectOwnership, objectOwnerships } from "../ownership.ts";
import { aclMembers, readAclHeaders, sendsAcl } from "../requested-acl.ts";
import { signedOnly } from "../signed-only.ts";
import { checkedTags } from "../tags.ts";

type Output = Omit<CreateBucketCommandOutput, "$metadata">;

/** Source: S3 API Reference, CreateBucket; S3 User Guide, "Default settings for new S3 buckets". */
export const createBucket = signedOnly<CreateBucketCommandInput, Output>({
  schema: CreateBucket$,
  emulates: ["Bucket", "CreateBucketConfiguration", "BucketNamespace", "ObjectOwnership", ...aclMembers, "GrantWrite"],
  permissions: (_store, call) => {
    const { input } = call;
    const permissions = [toCreate(call, "s3:CreateBucket")];
    if (sendsAcl(input)) permissions.push(toCreate(call, "s3:PutBucketAcl"));
    if (input.ObjectOwnership !== undefined) permissions.push(toCreate(call, "s3:PutBucketOwnershipControls"));
    // Source: the SDK's model of CreateBucketConfiguration.Tags.
    if (tagsOf(input).length > 0) permissions.push(toCreate(call, "s3:TagResource"));
    return permissions;
  },
  run: (store, request) => {
    const { input, accountId } = request;
    const name = input.Bucket ?? "";
    if (!isBucketName(name)) throw errors.invalidBucketName(name);
    const region = regionOf(input, request.region);
    const isAccountRegional = checkNamespace(input, accountId, region);
    const ownership = readOwnership(input.ObjectOwnership);
    const account = store.environment.accounts.get(accountId);
    const owner = { accountId, canonicalUserId: account.canonicalUserId };
    const acl = aclOf(
      readAclHeaders(input, "bucket", store.environment.accounts),
      owner.canonicalUserId,
      owner.canonicalUserId,
    );
    if (ownership === "BucketOwnerEnforced" && !grantsOnly(acl, owner.canonicalUserId)) {
      throw errors.bucketAclWithEnforced();
    }
    // New buckets block public access, so a public list cannot come with one.
    if (acl.grants.some(isPublicGrant)) throw errors.bucketAclWithBlockPublicAccess();
    const tags = checkedTags(tagsOf(input), "bucket");
    const existing = store.find(name);
    if (existing === undefined) {
      const settings = store.settings({ ...newBucketSettings(owner), ownership, acl, tags });
      store.add(new Bucket({ name, owner, region, createdAtMs: request.now, settings }));
    } else if (existing.owner.accountId !== accountId) throw errors.bucketAlreadyExists(name);
    // In us-east-1 alone, creating one's own bucket again succeeds and changes nothing (API reference, errors).
    else if (request.region !== "us-east-1" || existing.region !== region || isAccountRegional) {
      throw errors.bucketAlreadyOwnedByYou(name);
    }
    return {
      Location: region === "us-east-1" ? `/${name}` : `http://${name}.${request.transport.host}/`,
      BucketArn: bucketArn(region, name),
    };
  },
});

function toCreate({ input, caller, region }: Call<CreateBucketCommandInput>, action: string): Permission {
  return {
    action,
    resource: { arn: bucketArn(region, input.Bucket ?? ""), accountId: caller.accountId ?? "" },
    context: {
      ...aclKeys(input),
      ...requestTagKeys(tagsOf(input).map(({ Key = "", Value = "" }) => [Key, Value] as const)),
      "s3:x-amz-object-ownership": input.ObjectOwnership,
      "s3:x-amz-bucket-namespace": input.BucketNamespace,
      "s3:locationconstraint":
        input.CreateBucketConfiguration?.LocationConstraint ?? (region === "us-east-1" ? undefined : region),
    },
  };
}

function tagsOf({ CreateBucketConfiguration: configuration }: CreateBucketCommandInput) {
  return configuration?.Tags ?? [];
}

const emulatedConfiguration = ["LocationConstraint", "Tags"];

/** Where the bucket goes: only us-east-1's endpoint, the region that the request was signed for, creates it elsewhere. */
function regionOf({ CreateBucketConfiguration: configuration }: CreateBucketCommandInput, endpoint: string): string {
  for (const [name, value] of Object.entries(configuration ?? {})) {
    if (!emulatedConfiguration.includes(name) && value !== undefined) {
      throw notImplemented(`The parameter \`CreateBucketConfiguration.${name}\` of s3:CreateBucket`);
    }
  }
  const constraint: string | undefined = configuration?.LocationConstraint;
  if (constraint === undefined || constraint === "") {
    if (endpoint !== "us-east-1") throw errors.illegalLocationConstraint("unspecified");
    return endpoint;
  }
  // The old name of eu-west-1, still a valid constraint.
  const region = constraint === "EU" ? "eu-west-1" : constraint;
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region) || region === "us-east-1") {
    throw errors.invalidLocationConstraint(constraint);
  }
  if (endpoint !== "us-east-1" && region !== endpoint) throw errors.illegalLocationConstraint(constraint);
  return region;
}

function readOwnership(sent: string | undefined): ObjectOwnership {
  if (sent === undefined) return "BucketOwnerEnforced";
  const known = objectOwnerships.find((each) => each === sent);
  if (known === undefined) {
    throw errors.invalidArgument(`Invalid x-amz-object-ownership header: ${sent}`, "x-amz-object-ownership", undefined);
  }
  return known;
}
