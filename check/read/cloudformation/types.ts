/**
 * What `Ref` and `Fn::GetAtt` give of each type. In a text `{name}` is the name, given or generated, `{path}` the path of IAM,
 * `{Property}` a property, and `?` what AWS draws. Sources: CloudFormation resource schemas (`primaryIdentifier`,
 * `readOnlyProperties`, the longest name), and Template Reference, "Return values", where a type has more.
 */
export interface TypeRow {
  /** The property that names it, and the most characters that a name has. */
  readonly name?: readonly [property: string, most: number];
  /** CloudFormation gives it no name. */
  readonly isNamedByUser?: true;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** It has attributes beside those, which give what AWS draws. */
  readonly hasMore?: true;
}

const byName = "{name}";
const regional = "arn:{partition}:{service}:{region}:{account}";

/** An ARN of a service with `{region}` and `{account}`. */
function arn(service: string, rest: string): string {
  return `${regional.replace("{service}", service)}:${rest}`;
}

function iamArn(rest: string): string {
  return `arn:{partition}:iam::{account}:${rest}`;
}

function named(
  property: string,
  most: number,
  ref: string,
  attributes: TypeRow["attributes"] = {},
  more: Partial<TypeRow> = {},
): TypeRow {
  return { name: [property, most], ref, attributes, ...more };
}

/** Of which AWS draws what `Ref` gives. */
function drawn(attributes: TypeRow["attributes"] = {}, more: Partial<TypeRow> = {}): TypeRow {
  return { ref: "?", attributes, ...more };
}

const restApi = { RestApiId: "{?}", RootResourceId: "?" };
const table = (name: string) => ({ Arn: arn("dynamodb", `table/${name}`), StreamArn: "?" });

const stateMachine = arn("states", "stateMachine:{name}");
const topic = arn("sns", "{name}");
const queueUrl = "https://sqs.{region}.{suffix}/{account}/{name}";

/** By type, without `AWS::`. */
const rows: Readonly<Record<string, TypeRow>> = {
  "Kinesis::Stream": named("Name", 128, byName, { Arn: arn("kinesis", "stream/{name}"), WarmThroughputObject: "?" }),
  "Kinesis::StreamConsumer": drawn({
    ConsumerARN: "{?}",
    ConsumerName: "{ConsumerName}",
    ConsumerStatus: "?",
    ConsumerCreationTimestamp: "?",
    StreamARN: "{StreamARN}",
  }),
  "Kinesis::ResourcePolicy": { ref: "{ResourceArn}", attributes: {} },
  "Kinesis::Channel": drawn({ ChannelARN: "{?}" }, { hasMore: true }),
  "KinesisFirehose::DeliveryStream": named("DeliveryStreamName", 64, byName, {
    Arn: arn("firehose", "deliverystream/{name}"),
  }),
  "S3::Bucket": named("BucketName", 63, byName, {
    Arn: "arn:{partition}:s3:::{name}",
    DomainName: "{name}.s3.{suffix}",
    DualStackDomainName: "{name}.s3.dualstack.{region}.{suffix}",
    RegionalDomainName: "{name}.s3.{region}.{suffix}",
    WebsiteURL: "?",
  }),
  "S3::BucketPolicy": { ref: "{Bucket}", attributes: {} },
  "S3::AccessPoint": named("Name", 50, byName, {
    Alias: "?",
    Arn: arn("s3", "accesspoint/{name}"),
    Name: byName,
    NetworkOrigin: "?",
  }),
  "S3Tables::TableBucket": drawn({ TableBucketARN: "{?}" }),
  "S3Tables::Table": drawn({ TableARN: "{?}", VersionToken: "?", WarehouseLocation: "?" }),
  "IAM::Role": named("RoleName", 64, byName, { Arn: iamArn("role{path}{name}"), RoleId: "{roleId}" }),
  "IAM::Policy": drawn({ Id: "{?}" }),
  "IAM::ManagedPolicy": named(
    "ManagedPolicyName",
    128,
    iamArn("policy{path}{name}"),
    { PolicyArn: iamArn("policy{path}{name}") },
    { hasMore: true },
  ),
  "IAM::RolePolicy": { ref: "{PolicyName}|{RoleName}", attributes: {} },
  "IAM::UserPolicy": { ref: "{PolicyName}|{UserName}", attributes: {} },
  "IAM::GroupPolicy": { ref: "{PolicyName}|{GroupName}", attributes: {} },
  "IAM::User": named("UserName", 64, byName, { Arn: iamArn("user{path}{name}") }),
  "IAM::Group": named("GroupName", 128, byName, { Arn: iamArn("group{path}{name}") }),
  "IAM::InstanceProfile": named("InstanceProfileName", 128, byName, { Arn: iamArn("instance-profile{path}{name}") }),
  "IAM::AccessKey": drawn({ SecretAccessKey: "?", Id: "{?}" }),
  "IAM::ServiceLinkedRole": drawn({ RoleName: "{?}" }),
  "IAM::OIDCProvider": drawn({ Arn: "{?}" }),
  "IAM::SAMLProvider": drawn({ Arn: "{?}", SamlProviderUUID: "?" }),
  "KMS::Key": { ref: "{keyId}", attributes: { Arn: arn("kms", "key/{keyId}"), KeyId: "{keyId}" } },
  "KMS::ReplicaKey": { ref: "{keyId}", attributes: { Arn: arn("kms", "key/{keyId}"), KeyId: "{keyId}" } },
  "KMS::Alias": named("AliasName", 256, byName, {}, { isNamedByUser: true }),
  "Logs::LogGroup": named("LogGroupName", 512, byName, { Arn: arn("logs", "log-group:{name}:*") }),
  "Logs::LogStream": named("LogStreamName", 512, byName),
  "Logs::SubscriptionFilter": named("FilterName", 512, byName),
  "Logs::MetricFilter": named("FilterName", 512, byName),
  "Logs::Destination": named("DestinationName", 512, byName, { Arn: arn("logs", "destination:{name}") }),
  "Logs::ResourcePolicy": { ref: "{PolicyName}", attributes: {} },
  "Lambda::Function": named("FunctionName", 64, byName, { Arn: arn("lambda", "function:{name}") }, { hasMore: true }),
  "Serverless::Function": named(
    "FunctionName",
    64,
    byName,
    { Arn: arn("lambda", "function:{name}") },
    { hasMore: true },
  ),
  "Serverless::SimpleTable": named("TableName", 255, byName, table(byName)),
  "Serverless::StateMachine": named("Name", 80, stateMachine, { Arn: stateMachine, Name: byName }, { hasMore: true }),
  "Lambda::Version": {
    ref: "{function}:{?}",
    attributes: { Version: "?", FunctionArn: "{function}:{?}" },
  },
  "Lambda::Alias": { ref: "{function}:{Name}", attributes: { AliasArn: "{function}:{Name}" } },
  "Lambda::LayerVersion": drawn({ LayerVersionArn: "{?}" }),
  "Lambda::EventSourceMapping": drawn({ Id: "{?}", EventSourceMappingArn: "?" }),
  "Lambda::Permission": drawn({ Id: "?" }),
  "Lambda::Url": { ref: "{function}", attributes: { FunctionArn: "{function}", FunctionUrl: "?" } },
  "Glue::Database": drawn(),
  "Glue::Table": drawn(),
  "Glue::Crawler": named("Name", 255, byName),
  "Glue::Registry": { ref: arn("glue", "registry/{Name}"), attributes: { Arn: arn("glue", "registry/{Name}") } },
  "Glue::Schema": drawn({ Arn: "{?}", InitialSchemaVersionId: "?" }),
  "SNS::Topic": named("TopicName", 256, topic, { TopicArn: topic, TopicName: byName }),
  "SNS::Subscription": drawn({ Arn: "{?}" }),
  "SNS::TopicPolicy": drawn({ Id: "?" }),
  "SQS::Queue": named("QueueName", 80, queueUrl, { Arn: arn("sqs", byName), QueueName: byName, QueueUrl: queueUrl }),
  "SQS::QueuePolicy": drawn({ Id: "?" }),
  "Events::Rule": drawn({ Arn: "?", RuleName: "?" }),
  "Events::EventBus": named("Name", 256, byName, { Arn: arn("events", "event-bus/{name}"), Name: byName, Policy: "?" }),
  "Pipes::Pipe": named("Name", 64, byName, { Arn: arn("pipes", "pipe/{name}") }, { hasMore: true }),
  "Scheduler::Schedule": named("Name", 64, byName, { Arn: "?" }),
  "DynamoDB::Table": named("TableName", 255, byName, table(byName)),
  "DynamoDB::GlobalTable": named("TableName", 255, byName, { ...table(byName), TableId: "?" }),
  "CloudWatch::Alarm": named("AlarmName", 255, byName, { Arn: arn("cloudwatch", "alarm:{name}") }),
  "CloudWatch::Dashboard": drawn(),
  "CloudWatch::MetricStream": named(
    "Name",
    255,
    byName,
    { Arn: arn("cloudwatch", "metric-stream/{name}") },
    { hasMore: true },
  ),
  "SecretsManager::Secret": named("Name", 512, arn("secretsmanager", "secret:{name}-{?}"), {
    Id: arn("secretsmanager", "secret:{name}-{?}"),
  }),
  "SSM::Parameter": drawn({ Type: "{Type}", Value: "{Value}" }, { hasMore: true }),
  "CloudTrail::Trail": drawn({ Arn: "?", SnsTopicArn: "?" }),
  "EC2::VPC": drawn({ VpcId: "{?}" }, { hasMore: true }),
  "EC2::Subnet": drawn({ SubnetId: "{?}" }, { hasMore: true }),
  "EC2::SecurityGroup": drawn({ Id: "{?}", GroupId: "?", VpcId: "?" }),
  "EC2::VPCEndpoint": drawn({ Id: "{?}" }, { hasMore: true }),
  "OpenSearchService::Domain": drawn({}, { hasMore: true }),
  "Redshift::Cluster": drawn({}, { hasMore: true }),
  "Athena::WorkGroup": { ref: "{Name}", attributes: {}, hasMore: true },
  "StepFunctions::StateMachine": named(
    "StateMachineName",
    80,
    stateMachine,
    { Arn: stateMachine, Name: byName },
    { hasMore: true },
  ),
  "ApiGateway::RestApi": drawn(restApi),
  "WAFv2::WebACL": drawn({}, { hasMore: true }),
  "CloudFormation::WaitConditionHandle": drawn({}, { hasMore: true }),
  "MSK::Cluster": drawn({ Arn: "{?}" }, { hasMore: true }),
  "RAM::ResourceShare": drawn({ Arn: "{?}" }, { hasMore: true }),
  "Organizations::Policy": drawn({ Id: "{?}", Arn: "?", AwsManaged: "?" }),
};

/** Undefined of a type that is not in the table. */
export function rowOf(type: string): TypeRow | undefined {
  return type.startsWith("AWS::") ? rows[type.slice("AWS::".length)] : undefined;
}
