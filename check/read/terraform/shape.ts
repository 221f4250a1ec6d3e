import * as v from "valibot";

/** What `terraform show -json` writes, as far as it is read. Members that are not named here are left alone. */

export type Json = Readonly<Record<string, unknown>>;

const text = v.string("must be text");
const flag = v.boolean("must be true or false");
const values = v.record(text, v.unknown(), "must be an object of values");
const index = v.union([text, v.number()], "must be a key or a number");

function listOf<Item extends v.GenericSchema>(item: Item) {
  return v.array(item, "must be a list");
}

function named<Item extends v.GenericSchema>(item: Item) {
  return v.record(text, item, "must be an object");
}

/** Terraform writes null for what is not there; OpenTofu leaves it out. */
function maybe<Item extends v.GenericSchema>(item: Item) {
  return v.nullish(item);
}

const mode = v.picklist(["managed", "data"], "must be `managed` or `data`");

const resource = v.object(
  {
    address: text,
    mode: maybe(mode),
    type: text,
    name: text,
    index: maybe(index),
    provider_name: maybe(text),
    values: maybe(values),
    depends_on: maybe(listOf(text)),
  },
  "must be a resource: { address, mode, type, name, values }",
);

interface ShownModule {
  readonly resources?: readonly ShownResource[] | null | undefined;
  readonly child_modules?: readonly ShownModule[] | null | undefined;
}

export type ShownResource = v.InferOutput<typeof resource>;

const shownModule: v.GenericSchema<ShownModule> = v.object(
  { resources: maybe(listOf(resource)), child_modules: maybe(listOf(v.lazy(() => shownModule))) },
  "must be a module: { resources, child_modules }",
);

const change = v.object(
  {
    address: text,
    mode: maybe(mode),
    type: maybe(text),
    name: maybe(text),
    index: maybe(index),
    provider_name: maybe(text),
    change: maybe(
      v.object(
        {
          actions: maybe(listOf(text)),
          before: maybe(values),
          after: maybe(values),
          after_unknown: v.optional(v.unknown()),
        },
        "must be a change: { actions, before, after, after_unknown }",
      ),
    ),
  },
  "must be a change of a resource: { address, change }",
);

export type ShownChange = v.InferOutput<typeof change>;

/** How a value is written: a constant, or something that refers to others. What is made of them, it does not tell. */
export interface Expression {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

const configuredResource = v.object(
  {
    address: text,
    provider_config_key: maybe(text),
    expressions: maybe(values),
    for_each_expression: v.optional(v.unknown()),
  },
  "must be a resource: { address, provider_config_key, expressions }",
);

export type ResourceConfiguration = v.InferOutput<typeof configuredResource>;

export interface ModuleConfiguration {
  readonly resources?: readonly ResourceConfiguration[] | null | undefined;
  readonly module_calls?: Readonly<Record<string, ModuleCall>> | null | undefined;
  readonly outputs?: Readonly<Record<string, { readonly expression?: unknown }>> | null | undefined;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>> | null | undefined;
}

export interface ModuleCall {
  readonly expressions?: Json | null | undefined;
  readonly for_each_expression?: unknown;
  readonly module?: ModuleConfiguration | null | undefined;
}

const moduleConfiguration: v.GenericSchema<ModuleConfiguration> = v.object(
  {
    resources: maybe(listOf(configuredResource)),
    module_calls: maybe(
      named(
        v.object(
          {
            expressions: maybe(values),
            for_each_expression: v.optional(v.unknown()),
            module: v.lazy(() => maybe(moduleConfiguration)),
          },
          "must be the call of a module: { expressions, module }",
        ),
      ),
    ),
    outputs: maybe(named(v.object({ expression: v.optional(v.unknown()) }, "must be an output: { expression }"))),
    variables: maybe(named(v.object({ default: v.optional(v.unknown()) }, "must be a variable: { default }"))),
  },
  "must be a module: { resources, module_calls, outputs, variables }",
);

const provider = v.object(
  { module_address: maybe(text), expressions: maybe(values) },
  "must be a provider: { name, expressions }",
);

export type ProviderConfiguration = v.InferOutput<typeof provider>;

const valuesOfModule = maybe(
  v.object(
    {
      root_module: maybe(shownModule),
      outputs: maybe(named(v.object({ value: v.optional(v.unknown()) }, "must be an output: { value }"))),
    },
    "must be values: { root_module, outputs }",
  ),
);

export const shown = v.object(
  {
    format_version: text,
    errored: maybe(flag),
    variables: maybe(named(v.object({ value: v.optional(v.unknown()) }, "must be a variable: { value }"))),
    planned_values: valuesOfModule,
    values: valuesOfModule,
    prior_state: maybe(v.object({ values: valuesOfModule }, "must be a state: { values }")),
    resource_changes: maybe(listOf(change)),
    configuration: maybe(
      v.object(
        { provider_config: maybe(named(provider)), root_module: maybe(moduleConfiguration) },
        "must be a configuration: { provider_config, root_module }",
      ),
    ),
  },
  "must be an object",
);

export type Shown = v.InferOutput<typeof shown>;
export type { ShownModule };
