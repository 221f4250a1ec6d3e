import { actionsWithoutResource } from "./actions-without-resource.ts";
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
 * Whether resource control policies have a say in a request: they have none on keys that AWS manages, on retiring a grant, and on
 * what is done to no resource. Source: Organizations User Guide, "Resource control policies (RCPs)".
 */
export function isBoundByResourceControl({
  action,
  resource,
}: Pick<AuthorizationRequest, "action" | "resource">): boolean {
  const [service = ""] = action.split(":");
  if (!boundServices.has(service) || resource.isAwsManaged === true) return false;
  return action !== "kms:RetireGrant" && !actionsWithoutResource.has(action);
}
