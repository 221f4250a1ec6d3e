import { notImplemented } from "./service-error.ts";

/**
 * Refuses members of a nested structure that an action does not emulate, by their path: the gateway sees only the
 * members of the input itself.
 */
export function refuseMembers<Value extends object>(
  value: Value | undefined,
  emulated: readonly (keyof Value & string)[],
  operation: string,
  path: string,
): void {
  for (const name in value) {
    if (value[name] !== undefined && !emulated.includes(name)) {
      throw notImplemented(`The parameter \`${path}.${name}\` of ${operation}`);
    }
  }
}
