import { InputError } from "../../input-error.ts";
import type { Decisions } from "../../undecided.ts";
import type { Unknowns } from "../../unknown/unknown.ts";
import type { AccountAndRegion } from "../account-of-side.ts";
import type { Side } from "../input-reader.ts";
import { type Dictionary, member, membersOf, type Place, type Tree, textOf } from "../tree.ts";
import { isLoop } from "./loops.ts";

/** A template with its macros carried out, and what it would be deployed as. */
export interface Template {
  /** Unmistakable among the stacks that are read together: the file, and of a nested stack where in its parent it stands. */
  readonly id: string;
  readonly file: string;
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly root: Dictionary;
  /** What writes the file anew: `cdk synth`. */
  readonly generatedBy?: string;
  /** With a mark where nothing says it. */
  readonly stackName: string;
  readonly side: Side;
  readonly account: AccountAndRegion;
  readonly unknowns: Unknowns;
  /** Names and ids as deployed, by logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
  readonly decisions: Decisions;
  /** Given by the user for this template, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** What the stack around it passes for a parameter, where there is one. */
  readonly passed?: (name: string) => string | undefined;
  /** Whether that is a nested stack whose template is read, too. */
  isNested(logicalId: string): boolean;
}

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly tree: Tree;
}

export function resourcesOf({ root, file }: Pick<Template, "root" | "file">): readonly Resource[] {
  const all = membersOf(member(root, "Resources")).filter(([logicalId]) => !isLoop(logicalId));
  return all.map(([logicalId, tree]) => {
    const type = textOf(member(tree, "Type"));
    if (type !== undefined) return { logicalId, type, tree };
    throw new InputError({ ...tree.at, file, path: `Resources.${logicalId}` }, "a resource has a Type", "give it one");
  });
}

export function propertiesPath(logicalId: string, ...names: readonly (string | number)[]): string {
  return ["Resources", logicalId, "Properties", ...names].join(".");
}

/** An error about a place in a template. */
export function templateError(at: Place, problem: string, fix?: string): InputError {
  return new InputError(at, problem, fix);
}
