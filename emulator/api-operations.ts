import type { Service } from "./model/service.ts";
import { inputOf, operationsOf } from "./wire/operations.ts";
import { hasNoEffect } from "./without-effect.ts";

/** One operation of a service's API, and what of it is emulated. */
export interface ApiOperation {
  readonly service: string;
  /** `PutObject` */
  readonly name: string;
  /** Parameters that are emulated, or have no effect; undefined where the operation as a whole is refused. */
  readonly emulated: readonly string[] | undefined;
  /** Parameters that AWS has and the emulator refuses by name. */
  readonly refused: readonly string[];
}

/** Every operation that AWS has of these services. */
export function apiOperations(services: readonly Service[]): readonly ApiOperation[] {
  return services.flatMap(apiOf);
}

function apiOf({ name: service, model, actions }: Service): readonly ApiOperation[] {
  const emulated = new Map(actions.map((action) => [action.schema[2], action.emulates]));
  return [...operationsOf(model).values()].map((operation) => {
    const name = operation[2];
    const input = inputOf(operation);
    const parameters = input.isUnitSchema() ? [] : Object.keys(input.getMemberSchemas());
    const known = emulated.get(name);
    const isTaken = (parameter: string) =>
      known !== undefined && (known.has(parameter) || hasNoEffect(service, parameter));
    return {
      service,
      name,
      emulated: known && parameters.filter(isTaken),
      refused: parameters.filter((parameter) => !isTaken(parameter)),
    };
  });
}
