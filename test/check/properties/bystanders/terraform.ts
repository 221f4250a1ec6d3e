import type { Json } from "../files.ts";
import { type Bystander, trust } from "./bystander.ts";

interface TerraformAddition {
  readonly type: string;
  readonly name: string;
  readonly values: Json;
  /** Known once it is applied, where that is a plan. */
  readonly unknown?: Json;
  readonly expressions?: Json;
  readonly provider?: string;
}

export function ofTerraform(is: string, ...additions: readonly TerraformAddition[]): Bystander {
  return {
    is,
    to: ({ kind, value }) =>
      kind === "terraform" ? additions.reduce(withTerraform, structuredClone(value)) : undefined,
  };
}

function withTerraform(
  value: Json,
  { type, name, values, unknown = {}, expressions = {}, provider = "hashicorp/aws" }: TerraformAddition,
): Json {
  const address = `${type}.${name}`;
  const shown = { address, mode: "managed", type, name, provider_name: `registry.terraform.io/${provider}` };
  const {
    planned_values: planned,
    values: state,
    resource_changes: changes,
    configuration,
  } = value as Record<string, Json>;
  const root = (planned ?? state)?.root_module as { resources?: Json[] };
  root.resources = [...(root.resources ?? []), { ...shown, schema_version: 0, values, sensitive_values: {} }];
  if (Array.isArray(changes)) {
    changes.push({ ...shown, change: { actions: ["create"], before: null, after: values, after_unknown: unknown } });
  }
  const declared = (configuration?.root_module as { resources?: Json[] } | undefined)?.resources;
  declared?.push({ ...shown, provider_config_key: provider.replace(/.*\//, ""), expressions, schema_version: 0 });
  return value;
}

const trustText = JSON.stringify(trust("lambda.amazonaws.com"));

export const besideTerraform: readonly Bystander[] = [
  ofTerraform(
    "a role of a function, whose ARN is known after the apply",
    {
      type: "aws_iam_role",
      name: "function",
      values: { name: "function", path: "/", assume_role_policy: trustText },
      unknown: { arn: true, id: true, unique_id: true },
    },
    {
      type: "aws_iam_role_policy_attachment",
      name: "function",
      values: { role: "function", policy_arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" },
    },
  ),
  ofTerraform(
    "a table and a role whose policy is known after the apply",
    {
      type: "aws_dynamodb_table",
      name: "sessions",
      values: { name: "sessions" },
      unknown: { arn: true },
    },
    {
      type: "aws_iam_role_policy",
      name: "sessions",
      values: { name: "sessions", role: "function-of-sessions" },
      unknown: { policy: true },
      expressions: {
        role: { constant_value: "function-of-sessions" },
        policy: { references: ["aws_dynamodb_table.sessions.arn", "aws_dynamodb_table.sessions"] },
      },
    },
  ),
  ofTerraform(
    "a bucket with object lock",
    {
      type: "aws_s3_bucket",
      name: "attic",
      values: { bucket: "an-archive", object_lock_enabled: true },
      unknown: { arn: true },
    },
    { type: "aws_s3_bucket_object_lock_configuration", name: "attic", values: { bucket: "an-archive" } },
  ),
  ofTerraform(
    "a key with an alias",
    {
      type: "aws_kms_key",
      name: "vault",
      values: { policy: null },
      unknown: { arn: true, key_id: true, policy: true },
    },
    {
      type: "aws_kms_alias",
      name: "vault",
      values: { name: "alias/vault" },
      unknown: { target_key_id: true },
      expressions: { target_key_id: { references: ["aws_kms_key.vault.key_id", "aws_kms_key.vault"] } },
    },
  ),
  ofTerraform(
    "resources of other providers, and a function",
    {
      type: "random_id",
      name: "suffix",
      values: { byte_length: 4 },
      unknown: { hex: true },
      provider: "hashicorp/random",
    },
    { type: "null_resource", name: "nothing", values: {}, unknown: { id: true }, provider: "hashicorp/null" },
    {
      type: "aws_lambda_function",
      name: "thumbnails",
      values: { function_name: "thumbnails" },
      unknown: { arn: true },
    },
    {
      type: "aws_cloudformation_stack",
      name: "network",
      values: { name: "network", template_url: "https://example.com/network.yaml" },
    },
  ),
];
