import { readFileSync } from "node:fs";
import { join } from "node:path";
import { corpusFolder } from "./corpus.ts";

type Json = Record<string, unknown>;

interface Shown {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
}

interface Plan {
  readonly planned_values: { readonly root_module: { readonly resources: (Shown & { readonly values: Json })[] } };
  readonly resource_changes: (Shown & {
    readonly change: { readonly actions: readonly string[]; readonly after: Json; readonly after_unknown: Json };
  })[];
  readonly configuration: {
    readonly root_module: {
      readonly resources: (Shown & { readonly provider_config_key: string; readonly expressions: Json })[];
    };
  };
}

/** What is said about a resource. A value that is `undefined` is taken away. */
export interface Said {
  readonly values?: Json;
  readonly unknown?: Json;
  readonly expressions?: Json;
}

const providerName = "registry.terraform.io/hashicorp/aws";

/** A plan of the corpus that creates everything, for tests to change. */
export class TerraformPlan {
  readonly #plan: Plan;

  constructor(side: "a" | "b") {
    const file = join(corpusFolder, "terraform-before-anything-exists", `${side}.json`);
    this.#plan = JSON.parse(readFileSync(file, "utf8")) as Plan;
  }

  /** The plan with more said about a resource, which is added where it is not there. */
  with(address: string, { values = {}, unknown = {}, expressions = {} }: Said): this {
    const { planned, change, configured } = this.#resource(address);
    const constants = Object.entries(values).map(([name, value]) => [
      name,
      value === undefined ? undefined : { constant_value: value },
    ]);
    put(planned.values, values);
    put(change.after, values);
    put(change.after_unknown, unknown);
    put(configured.expressions, { ...Object.fromEntries(constants), ...expressions });
    return this;
  }

  /** With a text of a policy replaced by another one. */
  withPolicy(address: string, change: (text: string) => string): this {
    const { planned } = this.#resource(address);
    return this.with(address, { values: { policy: change(String(planned.values.policy)) } });
  }

  get text(): string {
    return JSON.stringify(this.#plan);
  }

  #resource(address: string) {
    const { planned_values: planned, resource_changes: changes, configuration } = this.#plan;
    if (!changes.some((each) => each.address === address)) {
      const [, type = "", name = ""] = /^(?:data\.)?([^.]+)\.(.+)$/.exec(address) ?? [];
      const mode = address.startsWith("data.") ? "data" : "managed";
      const shown = { address, mode, type, name };
      const change = { actions: ["create"], after: {}, after_unknown: { id: true, arn: true } };
      planned.root_module.resources.push({ ...shown, values: {}, ...{ provider_name: providerName } });
      changes.push({ ...shown, change });
      configuration.root_module.resources.push({ ...shown, provider_config_key: "aws", expressions: {} });
    }
    const of = <Each extends Shown>(all: readonly Each[]) => all.find((each) => each.address === address) as Each;
    return {
      planned: of(planned.root_module.resources),
      change: of(changes).change,
      configured: of(configuration.root_module.resources),
    };
  }
}

function put(into: Json, values: Json): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete into[name];
    else into[name] = value;
  }
}

/** An expression that refers to attributes, as a plan shows it. */
export function refersTo(...attributes: readonly string[]): Json {
  return { references: attributes.flatMap((attribute) => [attribute, attribute.replace(/\.\w+$/, "")]) };
}
