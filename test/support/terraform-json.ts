type Json = Readonly<Record<string, unknown>>;

/** A resource of a plan or state that a test writes from nothing. */
export interface ShownResource {
  /** `module.pipe["clicks"].aws_s3_bucket.this[0]` */
  readonly address: string;
  readonly values: Json;
  /** Known after apply. */
  readonly unknown?: Json;
  readonly dependsOn?: readonly string[];
}

export interface ShownPlan {
  readonly resources: readonly ShownResource[];
  /** Of the root module. */
  readonly configuration?: Json;
  readonly providers?: Json;
  readonly variables?: Json;
  readonly outputs?: Json;
}

const providerName = "registry.opentofu.org/hashicorp/aws";

function shown({ address }: ShownResource): Json {
  const [, data, type, name, key, number] =
    /(?:^|\.)(data\.)?(\w+)\.([\w-]+)(?:\["([^"]*)"\]|\[(\d+)\])?$/.exec(
      address.replace(/^(?:module\.[\w-]+(?:\["[^"]*"\]|\[\d+\])?\.)*/, ""),
    ) ?? [];
  const index = key ?? (number === undefined ? undefined : Number(number));
  return {
    address,
    mode: data === undefined ? "managed" : "data",
    type,
    name,
    ...(index !== undefined && { index }),
    provider_name: providerName,
  };
}

function named(values: Json | undefined): Json | undefined {
  return values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

/** As `terraform show -json` writes a plan. The resources of modules stand in the root module, where they are found as well. */
export function planText({ resources, configuration = {}, providers = {}, variables, outputs }: ShownPlan): string {
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.5",
    variables: named(variables),
    planned_values: {
      outputs: named(outputs),
      root_module: { resources: resources.map((each) => ({ ...shown(each), values: each.values })) },
    },
    resource_changes: resources.map((each) => ({
      ...shown(each),
      change: { actions: ["create"], before: null, after: each.values, after_unknown: each.unknown ?? {} },
    })),
    configuration: { provider_config: providers, root_module: configuration },
  });
}

/** As it writes a state. */
export function stateText({ resources, outputs }: Pick<ShownPlan, "resources" | "outputs">): string {
  return JSON.stringify({
    format_version: "1.0",
    terraform_version: "1.9.5",
    values: {
      outputs: named(outputs),
      root_module: {
        resources: resources.map((each) => ({
          ...shown(each),
          values: each.values,
          ...(each.dependsOn !== undefined && { depends_on: each.dependsOn }),
        })),
      },
    },
  });
}

/** A resource as the configuration of a module has it. */
export function configured(address: string, provider: string, expressions: Json, more: Json = {}): Json {
  return { address, provider_config_key: provider, expressions, ...more };
}

/** A provider of an account that it alone may be used with. */
export function provider(account: string, region = "us-east-1"): Json {
  return {
    name: "aws",
    expressions: { region: { constant_value: region }, allowed_account_ids: { constant_value: [account] } },
  };
}
