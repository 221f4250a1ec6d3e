/**
 * The condition keys that the emulator answers for. A key is known when the emulated services set it on the requests
 * on which AWS sets it, or when AWS sets it only for features that are not emulated (VPC endpoints, access points,
 * object locks …): then it is absent here as it would be there. A policy with any other key of an emulated service
 * must be refused, for a key that is absent by mistake lets denials miss.
 * Sources: IAM guide, reference_policies_condition-keys; Service Authorization Reference (2026-08).
 */
import { conditionKeyNames, listKeyNames } from "./condition-key-names.ts";
import type { PolicyDocument } from "./types.ts";
import { variableKeys } from "./variables.ts";

const globalKeys = `
  aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:CurrentTime aws:EpochTime aws:FederatedProvider
  aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn aws:PrincipalIsAWSService
  aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName aws:PrincipalServiceNamesList aws:PrincipalType
  aws:Referer aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths aws:SecureTransport
  aws:SourceAccount aws:SourceArn aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceOwner
  aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:TagKeys aws:TokenIssueTime aws:UserAgent aws:ViaAWSService
  aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths aws:VpcSourceIp aws:userid aws:username
  aws:Ec2InstanceSourceVpc aws:Ec2InstanceSourcePrivateIPv4`;

const s3Keys = `
  s3:authType s3:signatureAge s3:signatureversion s3:TlsVersion s3:x-amz-content-sha256 s3:ResourceAccount
  s3:prefix s3:delimiter s3:max-keys s3:versionid s3:locationconstraint s3:if-match s3:if-none-match
  s3:x-amz-acl s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write
  s3:x-amz-grant-write-acp s3:x-amz-copy-source s3:x-amz-metadata-directive s3:x-amz-object-ownership
  s3:x-amz-bucket-namespace
  s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id
  s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location
  s3:RequestObjectTagKeys
  s3:DataAccessPointAccount s3:DataAccessPointArn s3:AccessPointNetworkOrigin s3:AccessGrantsInstanceArn
  s3:object-lock-legal-hold s3:object-lock-mode s3:object-lock-remaining-retention-days
  s3:object-lock-retain-until-date`;

const otherKeys = `
  sts:ExternalId sts:RoleSessionName sts:DurationSeconds sts:SourceIdentity sts:TransitiveTagKeys
  iam:PassedToService iam:PermissionsBoundary iam:PolicyARN
  kms:CallerAccount kms:ViaService kms:EncryptionContextKeys kms:EncryptionAlgorithm kms:KeySpec kms:KeyUsage
  kms:KeyOrigin kms:MultiRegion kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage kms:GrantIsForAWSResource
  kms:GranteePrincipal kms:GrantOperations kms:GrantConstraintType kms:RetiringPrincipal kms:RequestAlias
  kms:ResourceAliases kms:ReEncryptOnSameKey kms:ScheduleKeyDeletionPendingWindowInDays
  kms:BypassPolicyLockoutSafetyCheck
  kinesis:FisActionId kinesis:FisInjectPercentage kinesis:FisTargetArns
  logs:LogGeneratingResourceArns`;

/** Keys whose last part names a tag or a context entry. */
const families = [
  ...["aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/", "iam:ResourceTag/", "kms:EncryptionContext:"],
  ...["s3:ExistingObjectTag/", "s3:RequestObjectTag/", "s3:BucketTag/", "s3:AccessPointTag/"],
].map((family) => family.toLowerCase());

const known = new Set(`${globalKeys}${s3Keys}${otherKeys}`.toLowerCase().trim().split(/\s+/));

/** Prefixes of the keys that reach the emulated services. Keys of other services are absent from their requests. */
const emulatedPrefixes = new Set(["aws", "s3", "sts", "iam", "kms", "kinesis", "firehose", "logs", "cloudwatch"]);

export function isKnownConditionKey(key: string): boolean {
  const folded = key.toLowerCase();
  if (!emulatedPrefixes.has(folded.split(":")[0] ?? "")) return true;
  return known.has(folded) || families.some((family) => folded.startsWith(family) && folded.length > family.length);
}

const ofAws = new Set(
  Object.values(conditionKeyNames)
    .flat()
    .map((name) => name.toLowerCase()),
);
const familiesOfAws = [...ofAws].filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));

/** Whether AWS lists a key of that name, with one of the prefixes of `conditionKeyNames`. */
export function isConditionKeyOfAws(key: string): boolean {
  const folded = key.toLowerCase();
  return (
    ofAws.has(folded) || familiesOfAws.some((family) => folded.startsWith(family) && folded.length > family.length)
  );
}

const listKeys = new Set(listKeyNames.map((name) => name.toLowerCase()));

/** Whether a key holds a list, of any number of values, and not one value. */
export function isListKey(key: string): boolean {
  return listKeys.has(key.toLowerCase());
}

/**
 * Condition keys (and keys read by policy variables) of a document that the emulator does not answer for, as written.
 * Where a policy with one is put, the answer is NotImplemented, naming it.
 */
export function unknownConditionKeys({ statements, version }: PolicyDocument): readonly string[] {
  const used = statements.flatMap(({ resources = [], notResources = [], conditions }) => [
    ...conditions.map(({ key }) => key),
    ...[...resources, ...notResources, ...conditions.flatMap(({ values }) => values)].flatMap((text) =>
      variableKeys(text, version),
    ),
  ]);
  return [...new Set(used.filter((key) => !isKnownConditionKey(key)))];
}
