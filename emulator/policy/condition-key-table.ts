/**
 * When a request carries which condition key, here as on AWS: what the emulated services set, what only features set that are
 * not emulated, and what nobody knows. A key that is in no row is not modelled, and a policy with it is refused by its name.
 */

export interface ConditionKeyRow {
  /** As AWS writes them; one that ends with `/` or `:` stands for every key that begins with it. */
  readonly keys: readonly string[];
  /**
   * `set`: by the emulated services, when AWS sets it. `absent`: from every request here, for on AWS it comes with something
   * that is not emulated. `unknown`: of one kind of request nobody knows whether AWS sets it; of the others it is set.
   */
  readonly here: "set" | "absent" | "unknown";
  /** When it is there, on AWS. */
  readonly present: string;
  /** When it is not, or what is not known. */
  readonly otherwise: string;
  readonly source: string;
}

const keys = (text: string): readonly string[] => text.trim().split(/\s+/);

const global = "IAM User Guide, AWS global condition context keys";
const reference = (service: string) => `Service Authorization Reference, ${service}`;

export const conditionKeyRows: readonly ConditionKeyRow[] = [
  {
    keys: keys("aws:CurrentTime aws:EpochTime aws:RequestedRegion aws:SecureTransport aws:ViaAWSService"),
    here: "set",
    present: "in every request",
    otherwise: "–",
    source: global,
  },
  {
    keys: keys("aws:SourceIp"),
    here: "set",
    present: "in every request; of a service that calls with its own or a role's credentials, an address of AWS",
    otherwise: "absent through a VPC endpoint, which is not emulated",
    source: global,
  },
  {
    keys: keys("aws:UserAgent aws:Referer"),
    here: "set",
    present: "where the client sends the header",
    otherwise: "absent; a forward access session keeps neither",
    source: global,
  },
  {
    keys: keys("aws:PrincipalAccount aws:PrincipalType aws:userid"),
    here: "set",
    present: "of whoever signs; `anonymous` of whoever does not",
    otherwise: "absent of AWS services; of federated users the type alone is there",
    source: global,
  },
  {
    keys: keys("aws:PrincipalArn"),
    here: "set",
    present: "of users, sessions (their role's) and root users",
    otherwise: "absent of AWS services and of whoever does not sign",
    source: global,
  },
  {
    keys: keys("aws:username"),
    here: "set",
    present: "of IAM users",
    otherwise: "absent of sessions, root users, services and of whoever does not sign",
    source: global,
  },
  {
    keys: keys("aws:PrincipalIsAWSService"),
    here: "set",
    present: "in every signed request",
    otherwise: "absent where nobody signs",
    source: global,
  },
  {
    keys: keys("aws:PrincipalServiceName aws:PrincipalServiceNamesList"),
    here: "set",
    present: "where an AWS service calls as itself",
    otherwise: "absent",
    source: global,
  },
  {
    keys: keys("aws:PrincipalTag/"),
    here: "set",
    present: "of users, roles and sessions with that tag",
    otherwise: "absent",
    source: global,
  },
  {
    keys: keys("aws:PrincipalOrgID aws:PrincipalOrgPaths aws:ResourceOrgID aws:ResourceOrgPaths"),
    here: "set",
    present: "where the caller's or the resource's account is in an organization",
    otherwise: "absent",
    source: global,
  },
  {
    keys: keys("aws:ResourceAccount"),
    here: "set",
    present: "where the resource is in an account",
    otherwise: "absent of requests without a resource",
    source: global,
  },
  {
    keys: keys("aws:ResourceTag/ aws:RequestTag/ aws:TagKeys iam:ResourceTag/"),
    here: "set",
    present: "of resources with that tag; of requests that set or remove it",
    otherwise: "absent",
    source: global,
  },
  {
    keys: keys("aws:TokenIssueTime"),
    here: "set",
    present: "with temporary credentials",
    otherwise: "absent with access keys of users and root users",
    source: global,
  },
  {
    keys: keys("aws:MultiFactorAuthPresent"),
    here: "set",
    present: "with temporary credentials; `false`, for nobody signs in with a second factor here",
    otherwise: "absent with access keys of users and root users",
    source: global,
  },
  {
    keys: keys("aws:MultiFactorAuthAge"),
    here: "absent",
    present: "where somebody signed in with a second factor",
    otherwise: "absent: there is none here",
    source: global,
  },
  {
    keys: keys("aws:FederatedProvider aws:SourceIdentity"),
    here: "set",
    present: "in sessions of an identity provider; in sessions with a source identity",
    otherwise: "absent",
    source: global,
  },
  {
    keys: keys("aws:CalledVia aws:CalledViaFirst aws:CalledViaLast"),
    here: "set",
    present: "in forward access sessions: where S3, Kinesis or Firehose asks KMS for its caller",
    otherwise: "absent; what Firehose calls with its role is no such session",
    source: "IAM User Guide, Forward access sessions",
  },
  {
    keys: keys("aws:SourceArn aws:SourceAccount"),
    here: "unknown",
    present: "where an AWS service calls as itself for a resource",
    otherwise:
      "whether Firehose sends them when it assumes a role is not documented: absent here unless the embedded AWS is told that it does (`firehoseNamesItsSource`), and undecided in `check` and `access` where a trust policy rests on it",
    source: global,
  },
  {
    keys: keys("aws:SourceOrgID aws:SourceOrgPaths aws:SourceOwner"),
    here: "absent",
    present: "where an AWS service calls as itself for a resource of an organization",
    otherwise: "absent: of the emulated services none is documented to send them",
    source: global,
  },
  {
    keys: keys(
      "aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths",
    ),
    here: "absent",
    present: "where the request comes through a VPC endpoint",
    otherwise: "absent: VPC endpoints are not emulated",
    source: global,
  },
  {
    keys: keys("aws:Ec2InstanceSourceVpc aws:Ec2InstanceSourcePrivateIPv4"),
    here: "absent",
    present: "with credentials of an EC2 instance",
    otherwise: "absent: there are no instances here",
    source: global,
  },
  {
    keys: keys("s3:ResourceAccount"),
    here: "set",
    present: "in every request to S3",
    otherwise: "–",
    source: reference("Amazon S3"),
  },
  {
    keys: keys("s3:authType s3:signatureAge s3:signatureversion"),
    here: "set",
    present: "in signed requests to S3",
    otherwise: "absent where nobody signs",
    source: reference("Amazon S3"),
  },
  {
    keys: keys("s3:TlsVersion"),
    here: "set",
    present: "over TLS",
    otherwise: "absent over plain HTTP",
    source: reference("Amazon S3"),
  },
  {
    keys: keys(`
      s3:x-amz-content-sha256 s3:x-amz-acl s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp
      s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-copy-source s3:x-amz-metadata-directive
      s3:x-amz-object-ownership s3:x-amz-bucket-namespace s3:x-amz-server-side-encryption
      s3:x-amz-server-side-encryption-aws-kms-key-id s3:x-amz-server-side-encryption-customer-algorithm
      s3:x-amz-storage-class s3:x-amz-website-redirect-location s3:if-match s3:if-none-match`),
    here: "set",
    present: "where the request carries the header, on the actions that S3 lists",
    otherwise: "absent; what the bucket's settings add is no header",
    source: reference("Amazon S3"),
  },
  {
    keys: keys("s3:prefix s3:delimiter s3:max-keys s3:versionid s3:locationconstraint"),
    here: "set",
    present: "where the request has the parameter, on the actions that S3 lists",
    otherwise: "absent",
    source: reference("Amazon S3"),
  },
  {
    keys: keys("s3:ExistingObjectTag/"),
    here: "set",
    present: "of objects with that tag",
    otherwise: "absent on deletes and of objects that are not there",
    source: "S3 User Guide, Tagging and access control policies",
  },
  {
    keys: keys("s3:RequestObjectTag/ s3:RequestObjectTagKeys"),
    here: "set",
    present: "of requests that set that tag",
    otherwise: "absent",
    source: "S3 User Guide, Tagging and access control policies",
  },
  {
    keys: keys(`
      s3:object-lock-legal-hold s3:object-lock-mode s3:object-lock-remaining-retention-days
      s3:object-lock-retain-until-date`),
    here: "absent",
    present: "where a request locks an object",
    otherwise: "absent: such requests are refused, for Object Lock is not emulated",
    source: reference("Amazon S3"),
  },
  {
    keys: keys(`
      s3:DataAccessPointAccount s3:DataAccessPointArn s3:AccessPointNetworkOrigin s3:AccessPointTag/
      s3:AccessGrantsInstanceArn`),
    here: "absent",
    present: "through an access point, or with a grant of Access Grants",
    otherwise: "absent: neither is emulated",
    source: reference("Amazon S3"),
  },
  {
    keys: keys("s3:BucketTag/"),
    here: "absent",
    present: "of general purpose buckets for which ABAC is switched on",
    otherwise: "absent: it is off in every bucket here, as in new ones",
    source: "S3 User Guide, Enabling ABAC in general purpose buckets",
  },
  {
    keys: keys("sts:ExternalId sts:RoleSessionName sts:DurationSeconds sts:SourceIdentity sts:TransitiveTagKeys"),
    here: "set",
    present: "where the request to assume a role has the parameter; Firehose sends its account as the external id",
    otherwise: "absent",
    source: reference("AWS Security Token Service"),
  },
  {
    keys: keys("iam:PassedToService iam:PermissionsBoundary iam:PolicyARN"),
    here: "set",
    present: "of requests that pass a role, of identities with a boundary, of requests about a managed policy",
    otherwise: "absent",
    source: reference("AWS Identity and Access Management"),
  },
  {
    keys: keys(
      "kms:CallerAccount kms:KeySpec kms:KeyUsage kms:KeyOrigin kms:MultiRegion kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage",
    ),
    here: "set",
    present: "in requests about a key that is there",
    otherwise: "absent of keys that are not there",
    source: "KMS Developer Guide, AWS KMS condition keys",
  },
  {
    keys: keys("kms:ViaService"),
    here: "set",
    present: "where a service asks for its caller",
    otherwise: "absent",
    source: "KMS Developer Guide, AWS KMS condition keys",
  },
  {
    keys: keys("kms:EncryptionContext: kms:EncryptionContextKeys kms:EncryptionAlgorithm"),
    here: "set",
    present: "of cryptographic operations; the context of grants that bind it",
    otherwise: "absent",
    source: "KMS Developer Guide, AWS KMS condition keys",
  },
  {
    keys: keys(`
      kms:GrantIsForAWSResource kms:GranteePrincipal kms:GrantOperations kms:GrantConstraintType kms:RetiringPrincipal
      kms:RequestAlias kms:ResourceAliases kms:ReEncryptOnSameKey kms:ScheduleKeyDeletionPendingWindowInDays
      kms:BypassPolicyLockoutSafetyCheck`),
    here: "set",
    present: "where the request, or the key that it is about, has what the key is named after",
    otherwise: "absent",
    source: "KMS Developer Guide, AWS KMS condition keys",
  },
  {
    keys: keys("kinesis:FisActionId kinesis:FisInjectPercentage kinesis:FisTargetArns"),
    here: "absent",
    present: "where AWS Fault Injection Service disturbs a stream",
    otherwise: "absent: it is not emulated",
    source: reference("Amazon Kinesis Data Streams"),
  },
  {
    keys: keys("logs:LogGeneratingResourceArns"),
    here: "absent",
    present: "where logs are delivered for a resource",
    otherwise: "absent: such a delivery is not emulated",
    source: reference("Amazon CloudWatch Logs"),
  },
];
