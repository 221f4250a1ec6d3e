import { isPolicyProblem, parsePolicy, partitionOfArn } from "../policy/index.ts";
import { managedPolicyNames } from "./aws-managed-policy-names.ts";
import { defaultVersion, type ManagedPolicyRecord } from "./entities.ts";

/**
 * Policies that AWS keeps and that people attach around this pipeline; any other that AWS has answers NotImplemented.
 * Texts as AWS published them up to August 2026 (AWS Managed Policy Reference Guide).
 */
const published = [
  {
    name: "AdministratorAccess",
    version: "v1",
    created: "2015-02-06T18:39:46+00:00",
    updated: "2015-02-06T18:39:46+00:00",
    document: { Version: "2012-10-17", Statement: [{ Action: "*", Effect: "Allow", Resource: "*" }] },
  },
  {
    name: "AWSDenyAll",
    version: "v2",
    created: "2019-05-01T22:36:14+00:00",
    updated: "2023-12-18T16:42:05+00:00",
    document: { Version: "2012-10-17", Statement: [{ Action: ["*"], Effect: "Deny", Resource: "*", Sid: "DenyAll" }] },
  },
  {
    name: "AmazonKinesisFirehoseFullAccess",
    version: "v1",
    created: "2015-10-07T18:45:26+00:00",
    updated: "2015-10-07T18:45:26+00:00",
    document: { Version: "2012-10-17", Statement: [{ Action: ["firehose:*"], Effect: "Allow", Resource: "*" }] },
  },
  {
    name: "AmazonKinesisFirehoseReadOnlyAccess",
    version: "v1",
    created: "2015-10-07T18:43:39+00:00",
    updated: "2015-10-07T18:43:39+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [{ Action: ["firehose:Describe*", "firehose:List*"], Effect: "Allow", Resource: "*" }],
    },
  },
  {
    name: "AmazonKinesisFullAccess",
    version: "v1",
    created: "2015-02-06T18:40:29+00:00",
    updated: "2015-02-06T18:40:29+00:00",
    document: { Version: "2012-10-17", Statement: [{ Action: "kinesis:*", Effect: "Allow", Resource: "*" }] },
  },
  {
    name: "AmazonKinesisReadOnlyAccess",
    version: "v1",
    created: "2015-02-06T18:40:30+00:00",
    updated: "2015-02-06T18:40:30+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [{ Action: ["kinesis:Get*", "kinesis:List*", "kinesis:Describe*"], Effect: "Allow", Resource: "*" }],
    },
  },
  {
    name: "AmazonS3FullAccess",
    version: "v2",
    created: "2015-02-06T18:40:58+00:00",
    updated: "2021-09-27T20:16:37+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [{ Action: ["s3:*", "s3-object-lambda:*"], Effect: "Allow", Resource: "*" }],
    },
  },
  {
    name: "AmazonS3ReadOnlyAccess",
    version: "v3",
    created: "2015-02-06T18:40:59+00:00",
    updated: "2023-08-10T21:31:39+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: ["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
          Effect: "Allow",
          Resource: "*",
        },
      ],
    },
  },
  {
    name: "AWSKeyManagementServicePowerUser",
    version: "v2",
    created: "2015-02-06T18:40:40+00:00",
    updated: "2017-03-07T00:55:11+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: [
            "kms:CreateAlias",
            "kms:CreateKey",
            "kms:DeleteAlias",
            "kms:Describe*",
            "kms:GenerateRandom",
            "kms:Get*",
            "kms:List*",
            "kms:TagResource",
            "kms:UntagResource",
            "iam:ListGroups",
            "iam:ListRoles",
            "iam:ListUsers",
          ],
          Effect: "Allow",
          Resource: "*",
        },
      ],
    },
  },
  {
    name: "CloudWatchLogsFullAccess",
    version: "v8",
    created: "2015-02-06T18:40:02+00:00",
    updated: "2026-02-12T18:00:33+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: [
            "logs:*",
            "cloudwatch:GenerateQuery",
            "cloudwatch:GenerateQueryResultsSummary",
            "observabilityadmin:GetS3TableIntegration",
            "observabilityadmin:ListS3TableIntegrations",
            "observabilityadmin:ListTelemetryPipelines",
          ],
          Effect: "Allow",
          Resource: "*",
          Sid: "CloudWatchLogsFullAccess",
        },
      ],
    },
  },
  {
    name: "IAMFullAccess",
    version: "v2",
    created: "2015-02-06T18:40:38+00:00",
    updated: "2019-06-21T19:40:00+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: [
            "iam:*",
            "organizations:DescribeAccount",
            "organizations:DescribeOrganization",
            "organizations:DescribeOrganizationalUnit",
            "organizations:DescribePolicy",
            "organizations:ListChildren",
            "organizations:ListParents",
            "organizations:ListPoliciesForTarget",
            "organizations:ListRoots",
            "organizations:ListPolicies",
            "organizations:ListTargetsForPolicy",
          ],
          Effect: "Allow",
          Resource: "*",
        },
      ],
    },
  },
  {
    name: "IAMReadOnlyAccess",
    version: "v4",
    created: "2015-02-06T18:40:39+00:00",
    updated: "2018-01-25T19:11:27+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: [
            "iam:GenerateCredentialReport",
            "iam:GenerateServiceLastAccessedDetails",
            "iam:Get*",
            "iam:List*",
            "iam:SimulateCustomPolicy",
            "iam:SimulatePrincipalPolicy",
          ],
          Effect: "Allow",
          Resource: "*",
        },
      ],
    },
  },
  {
    name: "PowerUserAccess",
    version: "v12",
    created: "2015-02-06T18:39:47+00:00",
    updated: "2026-02-12T17:59:14+00:00",
    document: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
        {
          Action: [
            "account:GetAccountInformation",
            "account:GetGovCloudAccountInformation",
            "account:GetPrimaryEmail",
            "account:ListRegions",
            "iam:CreateServiceLinkedRole",
            "iam:DeleteServiceLinkedRole",
            "iam:ListRoles",
            "organizations:DescribeEffectivePolicy",
            "organizations:DescribeOrganization",
          ],
          Effect: "Allow",
          Resource: "*",
        },
      ],
    },
  },
] as const;

const byPartition = new Map<string, ReadonlyMap<string, ManagedPolicyRecord>>();

/** By ARN. AWS publishes the documents of `aws`; those of the other partitions are taken to say the same. */
export function awsManagedPolicies(partition: string): ReadonlyMap<string, ManagedPolicyRecord> {
  const known = byPartition.get(partition);
  if (known !== undefined) return known;
  const made = new Map(
    published.map((each) => {
      const policy = recordOf(each, partition);
      return [policy.arn, policy];
    }),
  );
  byPartition.set(partition, made);
  return made;
}

/** The document of a policy that AWS manages, as JSON; undefined where it is not known here. */
export function managedPolicyOfAws(arn: string): string | undefined {
  const policy = awsManagedPolicies(partitionOfArn(arn)).get(arn);
  return policy && defaultVersion(policy).document.source;
}

/** Whether the document of a policy that AWS manages is known here. */
export function isManagedPolicyKnown(arn: string): boolean {
  return awsManagedPolicies(partitionOfArn(arn)).has(arn);
}

/** Whether AWS has a policy of this ARN. Its list is of the partition `aws`; the others are taken to have the same names. */
export function isManagedByAws(arn: string): boolean {
  const [, path = "", name = ""] = /^arn:[\w-]+:iam::aws:policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return managedPolicyNames[path]?.includes(name) === true;
}

function recordOf(
  { name, version, created, updated, document }: (typeof published)[number],
  partition: string,
): ManagedPolicyRecord {
  const parsed = parsePolicy(JSON.stringify(document));
  if (isPolicyProblem(parsed)) throw new Error(`the managed policy ${name} is malformed`);
  return {
    accountId: "aws",
    name,
    path: "/",
    // AWS's own ids are not published; these only have the form.
    id: `ANPA${Buffer.from(name).toString("hex").toUpperCase().slice(-17).padStart(17, "A")}`,
    arn: `arn:${partition}:iam::aws:policy/${name}`,
    createdAtMs: Date.parse(created),
    updatedAtMs: Date.parse(updated),
    tags: new Map(),
    versions: [{ id: version, document: parsed, createdAtMs: Date.parse(updated) }],
    defaultVersionId: version,
    nextVersion: Number(version.slice(1)) + 1,
  };
}
