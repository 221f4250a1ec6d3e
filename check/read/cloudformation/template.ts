import { createHash } from "node:crypto";
import { InputError } from "../../input-error.ts";
import type { AccountAndRegion } from "../account-of-side.ts";
import { type Dictionary, member, membersOf, type Place, type Tree, textOf } from "../tree.ts";

/** A template as it is written, with what it would be deployed as. */
export interface Template {
  readonly file: string;
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly root: Dictionary;
  readonly stackName: string;
  readonly account: AccountAndRegion;
  /** Given by the user for this template, by name. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly tree: Tree;
}

export function resourcesOf({ root, file }: Pick<Template, "root" | "file">): readonly Resource[] {
  return membersOf(member(root, "Resources")).map(([logicalId, tree]) => {
    const type = textOf(member(tree, "Type"));
    if (type !== undefined) return { logicalId, type, tree };
    throw new InputError({ ...tree.at, file, path: `Resources.${logicalId}` }, "a resource has a Type", "give it one");
  });
}

/**
 * What CloudFormation would make up for a resource without a name of its own. It draws letters and digits; here they follow
 * from the logical id, so that the same template always comes to the same names.
 */
export function generatedName({ stackName, account }: Template, logicalId: string): string {
  return `${stackName}-${logicalId}-${digestOf(account, stackName, logicalId).slice(0, 12).toUpperCase()}`;
}

/** As KMS would draw one. */
export function generatedKeyId({ stackName, account }: Template, logicalId: string): string {
  const hex = digestOf(account, stackName, logicalId);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

function digestOf({ id, region }: AccountAndRegion, ...names: readonly string[]): string {
  return createHash("sha256")
    .update([id, region, ...names].join("/"))
    .digest("hex");
}

export function propertiesPath(logicalId: string, ...names: readonly (string | number)[]): string {
  return ["Resources", logicalId, "Properties", ...names].join(".");
}

/** An error about a place in a template. */
export function templateError(at: Place, problem: string, fix?: string): InputError {
  return new InputError(at, problem, fix);
}
