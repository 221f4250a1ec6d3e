import { InputError } from "../../input-error.ts";
import { member, type Place, scalar, type Tree, textOf } from "../tree.ts";
import { evaluate, holds, type Scope } from "./evaluate.ts";
import { attributeOf, type Property, physicalId } from "./identities.ts";
import { type Resource, resourcesOf, type Template } from "./template.ts";

/** Looks an export up among the templates that were given together. */
export type FindExport = (name: string, at: Place) => Tree;

/** What the names in a template stand for. Each is worked out when it is asked for. */
export function scopeOf(template: Template, findExport: FindExport): Scope {
  const { root } = template;
  const resources = new Map(resourcesOf(template).map((resource) => [resource.logicalId, resource]));
  const open = new Set<string>();
  const once = <Value>(what: string, at: Place, work: () => Value): Value => {
    if (open.has(what)) throw new InputError(at, `\`${what}\` refers to itself`);
    open.add(what);
    try {
      return work();
    } finally {
      open.delete(what);
    }
  };
  const resourceNamed = (name: string, at: Place): Resource => {
    const resource = resources.get(name);
    if (resource !== undefined) return resource;
    throw new InputError(at, `there is no parameter or resource \`${name}\` in this template`);
  };
  const propertyOf =
    ({ tree }: Resource): Property =>
    (name) => {
      const property = member(tree, "Properties", name);
      return property === undefined ? undefined : evaluate(property, scope);
    };
  const scope: Scope = {
    reference(name, at) {
      if (name.startsWith("AWS::")) return pseudoParameter(template, name, at);
      const declared = member(root, "Parameters", name);
      if (declared !== undefined) return parameterValue(template, name, declared, at);
      const resource = resourceNamed(name, at);
      return once(name, at, () => scalar(physicalId(template, resource, propertyOf(resource)), at));
    },
    attribute(logicalId, name, at) {
      const resource = resourceNamed(logicalId, at);
      return once(`${logicalId}.${name}`, at, () =>
        scalar(attributeOf(template, resource, propertyOf(resource), name, at), at),
      );
    },
    condition(name, at) {
      const condition = member(root, "Conditions", name);
      if (condition === undefined) throw new InputError(at, `there is no condition \`${name}\` in this template`);
      return once(name, at, () => holds(condition, scope));
    },
    mapping(names, at) {
      const found = member(root, "Mappings", ...names);
      if (found !== undefined) return found;
      throw new InputError(at, `there is no \`${names.join(".")}\` in the Mappings of this template`);
    },
    imported: findExport,
  };
  return scope;
}

function pseudoParameter({ account, stackName }: Template, name: string, at: Place): Tree | undefined {
  const values: Readonly<Record<string, string>> = {
    "AWS::AccountId": account.id,
    "AWS::Region": account.region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stackName,
    "AWS::StackId": `arn:aws:cloudformation:${account.region}:${account.id}:stack/${stackName}/00000000-0000-4000-a000-000000000000`,
  };
  if (name === "AWS::NoValue") return undefined;
  const value = values[name];
  if (value === undefined) throw new InputError(at, `the pseudo parameter \`${name}\` is not known here`);
  return scalar(value, at);
}

/** As given, or the default. The default of an SSM parameter is where its value is kept, which no template tells. */
function parameterValue({ parameters }: Template, name: string, declared: Tree, at: Place): Tree {
  const type = textOf(member(declared, "Type")) ?? "String";
  const isKept = type.startsWith("AWS::SSM::Parameter::Value");
  const value = parameters.get(name) ?? (isKept ? undefined : textOf(member(declared, "Default")));
  if (value === undefined) {
    const why = isKept ? ": its value is kept in the account" : " and has no default";
    throw new InputError(at, `parameter \`${name}\` is not given${why}`, `give --parameter ${name}=<value>`);
  }
  if (!/^(?:CommaDelimitedList|(?:AWS::SSM::Parameter::Value<)?List<.*)$/.test(type)) return scalar(value, at);
  return { kind: "list", items: value.split(",").map((each) => scalar(each.trim(), at)), at, isComputed: true };
}
