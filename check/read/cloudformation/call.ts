import { InputError } from "../../input-error.ts";
import type { Unknown } from "../../unknown/unknown.ts";
import { type Place, type Tree, textOf } from "../tree.ts";

/** What a template's functions ask for. */
export interface Scope {
  /** Value of a parameter, a pseudo parameter or the physical id of a resource; undefined of `AWS::NoValue`. */
  reference(name: string, at: Place): Tree | undefined;
  attribute(logicalId: string, name: string, at: Place): Tree;
  condition(name: string, at: Place): boolean;
  /** Undefined where the Mappings have no such value. With a default, a key that is not known may be none of theirs. */
  mapping(names: readonly [map: string, key: string, second: string], at: Place, hasDefault: boolean): Tree | undefined;
  imported(name: string, at: Place): Tree;
  /** A mark for what a function gives that is worked out in the account. */
  unknown(what: string, shown: string, at: Place): string;
  /** How a comparison turns out that rests on what is unknown, where that is decided. */
  decided(key: string): boolean | undefined;
  unknowns(): ReadonlyMap<string, Unknown>;
}

export interface FunctionCall {
  readonly name: string;
  readonly argument: Tree;
  readonly at: Place;
}

export function functionIn(tree: Tree): FunctionCall | undefined {
  if (tree.kind !== "dictionary" || tree.members.size !== 1) return undefined;
  const [[name, argument] = [undefined, undefined]] = tree.members;
  if (name === undefined || (name !== "Ref" && !/^Fn::(?!ForEach::)/.test(name))) return undefined;
  return { name, argument, at: tree.at };
}

/** A function with what it needs to work out its argument. */
export interface Call extends FunctionCall {
  readonly scope: Scope;
  evaluated(tree: Tree): Tree | undefined;
  text(tree: Tree): string;
  /** Items of the argument as they are written. Throws an `InputError` where there are fewer, or more. */
  items(least: number, most?: number): readonly Tree[];
  /** Items of what comes of a tree. Throws an `InputError` where that is no list. */
  list(tree: Tree): readonly Tree[];
}

export function requiredText(tree: Tree | undefined, name: string, at: Place): string {
  const text = textOf(tree);
  if (text === undefined) throw new InputError(tree?.at ?? at, `${name} needs a text here`);
  return text;
}

export function malformed(name: string, at: Place): InputError {
  return new InputError(at, `this is not how ${name} is written`, "see the CloudFormation Template Reference");
}
