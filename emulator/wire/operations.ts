import { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema } from "@smithy/types";

type Model = Readonly<Record<string, unknown>>;

/** Models are modules: they stay, and so does what was found in them. */
const byModel = new WeakMap<Model, ReadonlyMap<string, StaticOperationSchema>>();

/** Every operation that a service's SDK client knows, by name. */
export function operationsOf(model: Model): ReadonlyMap<string, StaticOperationSchema> {
  const known = byModel.get(model);
  if (known !== undefined) return known;
  const operations = new Map<string, StaticOperationSchema>();
  for (const exported of Object.values(model)) {
    if (isOperationSchema(exported)) operations.set(exported[2], exported);
  }
  byModel.set(model, operations);
  return operations;
}

const operationSchemaId = 9;

function isOperationSchema(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === operationSchemaId && typeof value[2] === "string";
}

const inputs = new WeakMap<object, NormalizedSchema>();
const outputs = new WeakMap<object, NormalizedSchema>();

export function inputOf(operation: StaticOperationSchema): NormalizedSchema {
  return cached(inputs, operation, 4);
}

export function outputOf(operation: StaticOperationSchema): NormalizedSchema {
  return cached(outputs, operation, 5);
}

function cached(
  cache: WeakMap<object, NormalizedSchema>,
  operation: StaticOperationSchema,
  at: 4 | 5,
): NormalizedSchema {
  const known = cache.get(operation);
  if (known !== undefined) return known;
  const schema = NormalizedSchema.of(operation[at]);
  cache.set(operation, schema);
  return schema;
}

/** Names of the members that a structure must have: the SDK's schemas list them first and count them. */
export function requiredMembers(structure: NormalizedSchema): readonly string[] {
  const schema = structure.getSchema();
  if (!Array.isArray(schema)) return [];
  const [names, count] = [schema[4], schema[6]];
  return Array.isArray(names) && typeof count === "number" ? (names.slice(0, count) as string[]) : [];
}
