import type { AuthorizationRequest } from "./types.ts";

/**
 * Prefixes of the services whose resources resource control policies bind, as of September 2026. Source: Organizations User
 * Guide, "Resource control policies (RCPs)", list of services.
 */
export const boundServices: ReadonlySet<string> = new Set([
  ...["appconfig", "appstream", "aoss", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory", "cloudfront"],
  ...["cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit", "codepipeline", "cognito-identity"],
  ...["cognito-idp", "comprehend", "comprehendmedical", "compute-optimizer", "cost-optimization-hub", "dax", "dsql"],
  ...["dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift", "health", "inspector-scan"],
  ...["kendra", "kinesisvideo", "kms", "logs", "memorydb", "networkmonitor", "notifications", "opensearch"],
  ...["pca-connector-ad", "personalize", "polly", "pricing", "resource-groups", "rolesanywhere", "s3"],
  ...[
    "secretsmanager",
    "servicediscovery",
    "signin",
    "sqs",
    "sts",
    "support",
    "swf",
    "textract",
    "timestream-influxdb",
  ],
  ...["transcribe", "transfer", "translate", "wafv2", "workspaces", "xray"],
]);

/**
 * Actions that they do not bind though they bind the service: the one that the guide excepts, and one without a type of
 * resource. Sources: the same page; Service Authorization Reference, Amazon S3.
 */
const unboundActions: ReadonlySet<string> = new Set(["kms:RetireGrant", "s3:ListAllMyBuckets"]);

/** Whether resource control policies have a say in a request: on keys that AWS manages they have none. */
export function isBoundByResourceControl({
  action,
  resource,
}: Pick<AuthorizationRequest, "action" | "resource">): boolean {
  const [service = ""] = action.split(":");
  return boundServices.has(service) && !unboundActions.has(action) && resource.isAwsManaged !== true;
}
