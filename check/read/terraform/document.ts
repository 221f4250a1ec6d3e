import { InputError } from "../../input-error.ts";

/** A plan or state as `terraform show -json` writes it, as far as it is read here. */
export interface TerraformDocument {
  readonly file: string;
  readonly resources: readonly TerraformResource[];
  readonly configuration?: ModuleConfiguration;
  readonly providers: Readonly<Record<string, ProviderConfiguration>>;
  /** Values of the root module's variables. */
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface TerraformResource {
  readonly file: string;
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  /** Names of the modules around it, without their indexes; none in the root module. */
  readonly modules: readonly string[];
  readonly values: Json;
  /** Where something is `true`, it is known after the plan is applied. */
  readonly unknown: unknown;
  /** Before the plan, where there is one. */
  readonly before?: Json;
  /** `create`, `update`, `no-op`, or `delete` and `create`; none in a state. */
  readonly actions: readonly string[];
  readonly expressions: Json;
  /** `aws`, `aws.b`; undefined in a state, which does not say it. */
  readonly provider?: string;
}

export type Json = Readonly<Record<string, unknown>>;

export interface ModuleConfiguration {
  readonly resources?: readonly ResourceConfiguration[];
  readonly module_calls?: Readonly<Record<string, ModuleCall>>;
  readonly outputs?: Readonly<Record<string, { readonly expression?: Expression }>>;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
}

export interface ModuleCall {
  readonly expressions?: Readonly<Record<string, Expression>>;
  readonly module?: ModuleConfiguration;
}

interface ResourceConfiguration {
  readonly address: string;
  readonly provider_config_key?: string;
  readonly expressions?: Json;
}

/** How a value is written: a constant, or something that refers to others. What is made of them, it does not tell. */
export interface Expression {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

export interface ProviderConfiguration {
  readonly name?: string;
  readonly full_name?: string;
  readonly expressions?: Json;
}

interface Module {
  readonly resources?: readonly ShownResource[];
  readonly child_modules?: readonly Module[];
}

interface ShownResource {
  readonly address: string;
  readonly mode?: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name?: string;
  readonly values?: Json;
}

interface ShownChange {
  readonly address: string;
  readonly change?: {
    readonly actions?: readonly string[];
    readonly before?: Json | null;
    readonly after?: Json | null;
    readonly after_unknown?: unknown;
  };
}

interface Shown {
  readonly format_version?: string;
  readonly errored?: boolean;
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly planned_values?: { readonly root_module?: Module };
  readonly values?: { readonly root_module?: Module };
  readonly prior_state?: { readonly values?: { readonly root_module?: Module } };
  readonly resource_changes?: readonly ShownChange[];
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, ProviderConfiguration>>;
    readonly root_module?: ModuleConfiguration;
  };
}

/**
 * Throws an `InputError` on a format that is newer than what is known, on a plan that ended in an error, and on one that
 * has nothing of AWS in it. Source: Terraform documentation, "JSON output format".
 */
export function terraformDocument(file: string, value: unknown): TerraformDocument {
  const shown = value as Shown;
  const { format_version: version = "" } = shown;
  if (!/^(?:0\.[12]|1\.\d+)$/.test(version)) {
    throw new InputError(
      { file, path: "format_version" },
      `format ${version} of \`terraform show -json\` is not known here`,
      "formats 0.1 to 1.x are: use a Terraform that writes one of them",
    );
  }
  if (shown.errored === true) {
    throw new InputError({ file }, "is a plan that ended in an error", "correct the configuration and plan again");
  }
  const root = shown.planned_values?.root_module ?? shown.values?.root_module;
  const { root_module: configuration, provider_config: providers = {} } = shown.configuration ?? {};
  if (root === undefined) {
    throw new InputError(
      { file },
      "has no values, as the state of nothing has",
      "give the plan, or the state once it is applied",
    );
  }
  const changes = new Map((shown.resource_changes ?? []).map((change) => [change.address, change]));
  const shownResources = [...resourcesIn(root), ...dataIn(shown.prior_state?.values?.root_module)];
  refuseOtherProviders(file, shownResources);
  return {
    file,
    resources: shownResources.map((resource) => withChange(file, resource, changes, configuration)),
    ...(configuration !== undefined && { configuration }),
    providers,
    variables: Object.fromEntries(Object.entries(shown.variables ?? {}).map(([name, each]) => [name, each.value])),
  };
}

function resourcesIn({ resources = [], child_modules: modules = [] }: Module): readonly ShownResource[] {
  return [...resources, ...modules.flatMap(resourcesIn)];
}

/** What a plan has read already stands in its prior state. */
function dataIn(module: Module | undefined): readonly ShownResource[] {
  return module === undefined ? [] : resourcesIn(module).filter(({ mode }) => mode === "data");
}

function refuseOtherProviders(file: string, resources: readonly ShownResource[]): void {
  const providers = new Set(resources.map(({ provider_name: provider = "" }) => provider.replace(/^[^/]*\//, "")));
  if (resources.length === 0 || [...providers].some((provider) => /(?:^|\/)aws$/.test(provider))) return;
  const names = [...providers].map((provider) => `\`${provider}\``).join(", ");
  throw new InputError(
    { file },
    `has resources of ${names} and none of AWS`,
    "give what describes the accounts on AWS",
  );
}

function withChange(
  file: string,
  { address, mode = "managed", type, name, index, values = {} }: ShownResource,
  changes: ReadonlyMap<string, ShownChange>,
  configuration: ModuleConfiguration | undefined,
): TerraformResource {
  const modules = [...address.matchAll(/(?:^|\.)module\.([\w-]+)/g)].map(([, each = ""]) => each);
  const plain = `${mode === "data" ? "data." : ""}${type}.${name}`;
  const configured = moduleAt(configuration, modules)?.resources?.find((each) => each.address === plain);
  const { actions = [], before, after_unknown: unknown } = changes.get(address)?.change ?? {};
  const provider = configured?.provider_config_key;
  return {
    file,
    address,
    mode,
    type,
    name,
    ...(index !== undefined && { index }),
    modules,
    values,
    unknown,
    ...(before !== null && before !== undefined && { before }),
    actions,
    expressions: configured?.expressions ?? {},
    ...(provider !== undefined && { provider }),
  };
}

export function moduleAt(
  configuration: ModuleConfiguration | undefined,
  modules: readonly string[],
): ModuleConfiguration | undefined {
  return modules.reduce((at, name) => at?.module_calls?.[name]?.module, configuration);
}
