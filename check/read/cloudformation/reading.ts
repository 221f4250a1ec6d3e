import type { NotChecked, PolicyText } from "../../configuration.ts";
import type { SourceLocation } from "../../source.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { isAsWritten, locationOf, member, plain, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { shapeOf } from "./resources/shapes.ts";
import { conformed } from "./shapes.ts";
import { propertiesPath, type Resource, type Template, templateError } from "./template.ts";

/** One resource of a template, with its functions worked out as far as they are asked for. */
export interface Reading {
  readonly template: Template;
  readonly resource: Resource;
  readonly source: SourceLocation;
  readonly scope: Scope;
  /** A property by its path; undefined where it is not there. */
  property(...names: readonly string[]): Tree | undefined;
  text(...names: readonly string[]): string | undefined;
  flag(...names: readonly string[]): boolean | undefined;
  /** Physical id of the resource. */
  readonly name: string;
  attribute(name: string): string;
  /** A policy document among the properties. Throws an `InputError` where it is not there. */
  policy(name: string, property: string, ...path: readonly (string | number)[]): PolicyText;
  /** `property`: its path. `reach`: of what could matter, what it can reach; the delivery itself unless given. */
  notChecked(property: string, because: string, couldMatter: boolean, reach?: NotChecked["reach"]): NotChecked;
}

export function readingOf(template: Template, resource: Resource, scope: Scope): Reading {
  const { logicalId, tree } = resource;
  const { file, text, format, generatedBy } = template;
  const properties = member(tree, "Properties");
  const source = locationOf(tree, `Resources.${logicalId}`);
  const conformedProperties = () =>
    properties === undefined ? undefined : conformed(properties, { members: {} }, propertiesPath(logicalId));
  const evaluated = (name: string) => {
    const written = member(conformedProperties(), name);
    const found = written === undefined ? undefined : evaluate(written, scope);
    const shape = shapeOf(resource.type, name);
    return found === undefined || shape === undefined
      ? found
      : conformed(found, shape, propertiesPath(logicalId, name));
  };
  // Policies are asked for one by one, each in the property that has them all.
  const known = new Map<string, Tree | undefined>();
  const whole = (name: string) => {
    if (!known.has(name)) known.set(name, evaluated(name));
    return known.get(name);
  };
  const property = (...[first, ...rest]: readonly string[]) =>
    first === undefined ? undefined : member(whole(first), ...rest);
  const textAt = (...names: readonly string[]) => textOf(property(...names));
  return {
    template,
    resource,
    source,
    scope,
    property,
    text: textAt,
    flag: (...names) => flagOf(textAt(...names)),
    get name() {
      return textOf(scope.reference(logicalId, tree.at)) ?? logicalId;
    },
    attribute: (name) => textOf(scope.attribute(logicalId, name, tree.at)) ?? "",
    policy(name, first, ...path) {
      const where = propertiesPath(logicalId, first, ...path);
      const { document, isWritten } = path.reduce<Inside>(inside, { document: whole(first), isWritten: true });
      if (document === undefined) {
        throw templateError(tree.at, `\`${where}\` is not there`, "write the policy document there");
      }
      const policyFile = {
        name: file,
        text,
        format,
        path: ["Resources", logicalId, "Properties", first, ...path],
        ...(generatedBy !== undefined && { generatedBy }),
      };
      return policyText(name, document, where, isWritten ? policyFile : undefined);
    },
    notChecked: (name, because, couldMatter, reach) => ({
      what: `${name} of ${resource.type} \`${logicalId}\``,
      because,
      source: locationOf(member(properties, ...name.split(".")) ?? tree, propertiesPath(logicalId, name)),
      couldMatter,
      ...(reach !== undefined && { reach }),
    }),
  };
}

interface Inside {
  readonly document: Tree | undefined;
  /** Whether the file has it in that place. */
  readonly isWritten: boolean;
}

function inside({ document, isWritten }: Inside, step: string | number): Inside {
  if (document === undefined || document.kind === "scalar") return { document: undefined, isWritten };
  const inner =
    typeof step === "string" ? member(document, step) : document.kind === "list" ? document.items[step] : undefined;
  return { document: inner, isWritten: isWritten && document.isComputed !== true };
}

/** A flag that is not known stays a mark until a world decides it, as texts do. */
function flagOf(text: string | undefined): boolean | undefined {
  if (text !== undefined && hasMark(text)) return text as unknown as boolean;
  return text === undefined ? undefined : text === "true";
}

function policyText(name: string, document: Tree, where: string, file: PolicyText["file"]): PolicyText {
  const text = document.kind === "scalar" ? String(document.value) : JSON.stringify(plain(document), undefined, 2);
  const statements = member(document, "Statement");
  const places = statements === undefined ? [] : statements.kind === "list" ? statements.items : [statements];
  return {
    name,
    text,
    source: locationOf(document, where),
    ...(places.length > 0 && {
      statements: places.map((each, index) => locationOf(each, `${where}.Statement.${index}`)),
    }),
    ...(file !== undefined && document.kind !== "scalar" && isAsWritten(document) && { file }),
  };
}
