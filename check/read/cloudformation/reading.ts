import type { NotChecked, PolicyText } from "../../configuration.ts";
import type { SourceLocation } from "../../source.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { isAsWritten, locationOf, member, plain, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { evaluate } from "./evaluate.ts";
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
  policy(name: string, ...path: readonly (string | number)[]): PolicyText;
  /** `reach`: of what could matter, what it can reach; the delivery itself unless given. */
  notChecked(property: string, because: string, couldMatter: boolean, reach?: NotChecked["reach"]): NotChecked;
}

export function readingOf(template: Template, resource: Resource, scope: Scope): Reading {
  const { logicalId, tree } = resource;
  const { file, text, format, generatedBy } = template;
  const properties = member(tree, "Properties");
  const source = locationOf(tree, `Resources.${logicalId}`);
  const property = (...names: readonly string[]) => {
    const [first, ...rest] = names;
    const found = first === undefined ? undefined : member(properties, first);
    return found === undefined ? undefined : member(evaluate(found, scope), ...rest);
  };
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
    policy(name, ...path) {
      const written = path.reduce<Tree | undefined>(
        (at, step) =>
          typeof step === "number" ? (at?.kind === "list" ? at.items[step] : undefined) : member(at, step),
        properties,
      );
      const document = written === undefined ? undefined : evaluate(written, scope);
      const where = propertiesPath(logicalId, ...path);
      if (document === undefined || written === undefined) {
        throw templateError(tree.at, `\`${where}\` is not there`, "write the policy document there");
      }
      return policyText(name, document, where, {
        name: file,
        text,
        format,
        path: ["Resources", logicalId, "Properties", ...path],
        ...(generatedBy !== undefined && { generatedBy }),
      });
    },
    notChecked: (name, because, couldMatter, reach) => ({
      what: `${name} of ${resource.type} \`${logicalId}\``,
      because,
      source: locationOf(member(properties, name) ?? tree, propertiesPath(logicalId, name)),
      couldMatter,
      ...(reach !== undefined && { reach }),
    }),
  };
}

/** CloudFormation takes both, `true` and `"true"`. A flag that is not known stays a mark until a world decides it, as texts do. */
function flagOf(text: string | undefined): boolean | undefined {
  if (text !== undefined && hasMark(text)) return text as unknown as boolean;
  return text === undefined ? undefined : /^(?:true|yes)$/i.test(text);
}

function policyText(name: string, document: Tree, where: string, file: NonNullable<PolicyText["file"]>): PolicyText {
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
    ...(document.kind !== "scalar" && isAsWritten(document) && { file }),
  };
}
