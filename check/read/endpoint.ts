import type { CloudWatchLoggingOptions, ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { EndpointConfiguration } from "../configuration.ts";

/** The members of CreateDeliveryStream for destinations that are not S3, each with what it is. */
export const endpointMembers = {
  HttpEndpointDestinationConfiguration: { kind: "HttpEndpoint", what: "HTTP endpoint" },
  AmazonopensearchserviceDestinationConfiguration: { kind: "OpenSearch", what: "OpenSearch domain" },
  ElasticsearchDestinationConfiguration: { kind: "Elasticsearch", what: "Elasticsearch domain" },
  AmazonOpenSearchServerlessDestinationConfiguration: {
    kind: "OpenSearchServerless",
    what: "OpenSearch Serverless collection",
  },
  RedshiftDestinationConfiguration: { kind: "Redshift", what: "Redshift cluster" },
  SplunkDestinationConfiguration: { kind: "Splunk", what: "Splunk endpoint" },
  SnowflakeDestinationConfiguration: { kind: "Snowflake", what: "Snowflake table" },
  IcebergDestinationConfiguration: { kind: "Iceberg", what: "Iceberg table" },
} as const satisfies Readonly<Record<string, Pick<EndpointConfiguration, "kind" | "what">>>;

export type EndpointMember = keyof typeof endpointMembers;

/** What these destinations have in common, as the API has it. */
interface EndpointSettings {
  readonly RoleARN?: string;
  readonly S3BackupMode?: string;
  readonly S3Configuration?: ExtendedS3DestinationConfiguration;
  readonly S3BackupConfiguration?: ExtendedS3DestinationConfiguration;
  readonly ProcessingConfiguration?: ExtendedS3DestinationConfiguration["ProcessingConfiguration"];
  readonly CloudWatchLoggingOptions?: CloudWatchLoggingOptions;
}

export interface S3Half {
  readonly destination: ExtendedS3DestinationConfiguration;
  readonly endpoint: EndpointConfiguration;
}

/**
 * What a destination that is not S3 writes to S3: everything on its way (Redshift), a copy of everything, or what the
 * endpoint did not take, the default. Undefined where it is none of these. Source: API Reference, CreateDeliveryStream.
 */
export function s3HalfOf(member: string, settings: object): S3Half | undefined {
  if (!(member in endpointMembers)) return undefined;
  const { kind, what } = endpointMembers[member as EndpointMember];
  const given = settings as EndpointSettings;
  const { S3Configuration: s3, S3BackupMode: backupMode, S3BackupConfiguration: backup } = given;
  if (typeof s3 !== "object" || s3 === null) return undefined;
  const mode = kind === "Redshift" ? "intermediate" : backupMode?.startsWith("All") ? "all" : "failed";
  return {
    destination: {
      ...s3,
      ...(given.ProcessingConfiguration !== undefined && { ProcessingConfiguration: given.ProcessingConfiguration }),
      ...(s3.CloudWatchLoggingOptions === undefined &&
        given.CloudWatchLoggingOptions !== undefined && { CloudWatchLoggingOptions: given.CloudWatchLoggingOptions }),
      ...(mode === "intermediate" &&
        backupMode === "Enabled" && { S3BackupMode: "Enabled", S3BackupConfiguration: backup }),
    },
    endpoint: { kind, what, mode, ...(given.RoleARN !== undefined && { roleArn: given.RoleARN }) },
  };
}
