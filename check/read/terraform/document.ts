import { InputError } from "../../input-error.ts";
import type { SourceLocation } from "../../source.ts";
import { pathText } from "../json-document.ts";
import { plain, type Tree, treeAt } from "../tree.ts";
import { validated } from "../validated.ts";
import { type Index, type Scope, splitAddress } from "./address.ts";
import {
  type Json,
  type ModuleCall,
  type ModuleConfiguration,
  type ProviderConfiguration,
  type ResourceConfiguration,
  type Shown,
  type ShownChange,
  type ShownModule,
  type ShownResource,
  shown,
} from "./shape.ts";

/** A plan or state as `terraform show -json` writes it, as far as it is read here. */
export interface TerraformDocument {
  readonly file: string;
  readonly resources: readonly TerraformResource[];
  readonly configuration?: ModuleConfiguration;
  readonly providers: ReadonlyMap<string, ProviderConfiguration>;
  /** Values of the root module's variables. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Values of the root module's outputs, as far as they are known. */
  readonly outputs: ReadonlyMap<string, unknown>;
  /** All that is read together, itself too: a data source may read the outputs of another state. */
  readonly all: readonly TerraformDocument[];
}

export interface TerraformResource {
  readonly file: string;
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: Index;
  readonly scope: Scope;
  readonly values: Json;
  /** Where something is `true`, it is known after the plan is applied. */
  readonly unknown: unknown;
  /** Before the plan, where there is one. */
  readonly before?: Json;
  /** `create`, `update`, `no-op`, `read`, or `delete` and `create`; none in a state. */
  readonly actions: readonly string[];
  readonly expressions: Json;
  /** Its `for_each`, where it has one. */
  readonly forEach?: unknown;
  /** Addresses, in a state alone. */
  readonly dependsOn: readonly string[];
  /** `aws`, `aws.b`; undefined in a state, which does not say it. */
  readonly provider?: string;
}

/** Plans and states that are read together. Throws as `terraformDocument` does. */
export function terraformDocuments(
  files: readonly { readonly file: string; readonly root: Tree }[],
): readonly TerraformDocument[] {
  const all: TerraformDocument[] = [];
  for (const { file, root } of files) all.push({ ...terraformDocument(file, root), all });
  return all;
}

/**
 * Throws an `InputError` on what is no plan or state, on a format that is newer than what is known, on a plan that ended in an
 * error, and on one that has nothing of AWS in it. Source: Terraform documentation, "JSON output format".
 */
function terraformDocument(file: string, root: Tree): Omit<TerraformDocument, "all"> {
  const document = checkedShape(file, root);
  const { planned_values: planned, values, prior_state: prior, resource_changes: listed, variables } = document;
  const rootModule = planned?.root_module ?? values?.root_module;
  if (rootModule === null || rootModule === undefined) {
    throw new InputError(
      { file },
      "has no values, as the state of nothing has",
      "give the plan, or the state once it is applied",
    );
  }
  const configuration = document.configuration?.root_module ?? undefined;
  const changes = new Map((listed ?? []).map((change) => [change.address, change]));
  const present = [...resourcesIn(rootModule), ...dataIn(prior?.values?.root_module)];
  const all = [...present, ...readDuringApply(changes, new Set(present.map(({ address }) => address)))];
  refuseOtherProviders(file, all);
  return {
    file,
    resources: all.map((resource) => withChange(file, resource, changes, configuration)),
    ...(configuration !== undefined && { configuration }),
    providers: new Map(Object.entries(document.configuration?.provider_config ?? {})),
    variables: valuesOf(variables),
    outputs: valuesOf((planned ?? values)?.outputs),
  };
}

function checkedShape(file: string, root: Tree): Shown {
  const value = plain(root);
  const { format_version: version, errored } = value as Json;
  if (!/^(?:0\.[12]|1\.\d+)$/.test(String(version))) {
    throw new InputError(
      { file, path: "format_version" },
      `format ${String(version)} of \`terraform show -json\` is not known here`,
      "formats 0.1 to 1.x are: use a Terraform that writes one of them",
    );
  }
  if (errored === true) {
    throw new InputError({ file }, "is a plan that ended in an error", "correct the configuration and plan again");
  }
  const locationOf = (path: readonly (string | number)[]): SourceLocation => ({
    ...treeAt(root, path).at,
    file,
    ...(path.length > 0 && { path: pathText(path) }),
  });
  return validated(shown, { value, locationOf });
}

function valuesOf(
  named: Readonly<Record<string, { readonly value?: unknown }>> | null | undefined,
): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(named ?? {}).map(([name, { value }]) => [name, value]));
}

function resourcesIn({ resources, child_modules: modules }: ShownModule): readonly ShownResource[] {
  return [...(resources ?? []), ...(modules ?? []).flatMap(resourcesIn)];
}

/** What a plan has read already stands in its prior state. */
function dataIn(module: ShownModule | null | undefined): readonly ShownResource[] {
  return module === null || module === undefined ? [] : resourcesIn(module).filter(({ mode }) => mode === "data");
}

/** Data sources that are read during apply; Terraform lists them among the changes alone. */
function readDuringApply(
  changes: ReadonlyMap<string, ShownChange>,
  present: ReadonlySet<string>,
): readonly ShownResource[] {
  return [...changes.values()].flatMap((each): readonly ShownResource[] => {
    const { address, mode, type, name, index, provider_name, change } = each;
    if (mode !== "data" || present.has(address) || typeof type !== "string" || typeof name !== "string") return [];
    return [{ address, mode, type, name, index, provider_name, values: change?.after, depends_on: [] }];
  });
}

function refuseOtherProviders(file: string, resources: readonly ShownResource[]): void {
  const providers = new Set(resources.map(({ provider_name: provider }) => (provider ?? "").replace(/^[^/]*\//, "")));
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
  { address, mode, type, name, index, values, depends_on: dependsOn }: ShownResource,
  changes: ReadonlyMap<string, ShownChange>,
  configuration: ModuleConfiguration | undefined,
): TerraformResource {
  const { scope } = splitAddress(address);
  const configured = configurationOf(configuration, scope, `${mode === "data" ? "data." : ""}${type}.${name}`);
  const { actions, before, after_unknown: unknown } = changes.get(address)?.change ?? {};
  const { provider_config_key: provider, for_each_expression: forEach } = configured ?? {};
  return {
    file,
    address,
    mode: mode ?? "managed",
    type,
    name,
    ...(index !== null && index !== undefined && { index }),
    scope,
    values: values ?? {},
    unknown,
    ...(before !== null && before !== undefined && { before }),
    actions: actions ?? [],
    expressions: configured?.expressions ?? {},
    ...(forEach !== undefined && { forEach }),
    dependsOn: dependsOn ?? [],
    ...(provider !== null && provider !== undefined && { provider }),
  };
}

function configurationOf(
  configuration: ModuleConfiguration | undefined,
  scope: Scope,
  plainAddress: string,
): ResourceConfiguration | undefined {
  return moduleAt(configuration, scope)?.resources?.find(({ address }) => address === plainAddress);
}

export function moduleAt(
  configuration: ModuleConfiguration | undefined,
  scope: Scope,
): ModuleConfiguration | undefined {
  return scope.reduce<ModuleConfiguration | undefined>(
    (at, { name }) => callIn(at, name)?.module ?? undefined,
    configuration,
  );
}

export function callIn(module: ModuleConfiguration | undefined, name: string): ModuleCall | undefined {
  return ownMember(module?.module_calls, name);
}

/** A member of an object by a name that the input gives. */
export function ownMember<Value>(
  object: Readonly<Record<string, Value>> | null | undefined,
  name: string,
): Value | undefined {
  return object !== null && object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}
