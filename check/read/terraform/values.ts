import type { TerraformResource } from "./document.ts";
import { expressionAt } from "./references.ts";

/** Names of attributes and indexes of blocks, from the resource to a value. */
export type Path = readonly (string | number)[];

/** Undefined where nothing is there. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (around, step) =>
      around === null ? undefined : (around as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    value,
  );
}

/** Whether it is known after apply. What is, and not in the configuration, is the provider's to say: nobody asked for it. */
export function isUnknown({ unknown, expressions }: TerraformResource, path: Path): boolean {
  return (
    (path.length > 1 || expressions[String(path[0])] !== undefined) &&
    path.some((_, n) => valueAt(unknown, path.slice(0, n + 1)) === true)
  );
}

/** Whether the configuration says it, and its value is known after apply. */
export function isOpen(resource: TerraformResource, path: Path): boolean {
  return isUnknown(resource, path) && expressionAt(resource.expressions, path) !== undefined;
}
