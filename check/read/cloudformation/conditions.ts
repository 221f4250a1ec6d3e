import { InputError } from "../../input-error.ts";
import { UndecidedError } from "../../undecided.ts";
import { areAllowed, itemsOf as itemsOfText, overlap } from "../../unknown/overlap.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { itemsOf, type Place, plain, type Tree, textOf } from "../tree.ts";
import { malformed, type Scope } from "./call.ts";
import { evaluate } from "./evaluate.ts";

/**
 * Whether a condition of the template holds. Throws an `InputError` on what is no condition. Source: CloudFormation Template
 * Reference, "Condition functions".
 */
export function holds(tree: Tree, scope: Scope): boolean {
  const [[name, argument] = ["", tree], ...others] = tree.kind === "dictionary" ? tree.members : [];
  const operator = others.length === 0 ? operators.get(name) : undefined;
  if (operator !== undefined) return operator({ name, argument, at: tree.at }, scope);
  throw new InputError(
    tree.at,
    `${name === "" ? "this" : `\`${name}\``} is no condition`,
    `write one of ${[...operators.keys()].map((each) => `\`${each}\``).join(", ")}`,
  );
}

interface Operation {
  readonly name: string;
  readonly argument: Tree;
  readonly at: Place;
}

const operators = new Map<string, (operation: Operation, scope: Scope) => boolean>([
  ["Condition", ({ argument, at }, scope) => scope.condition(textOf(argument) ?? "", at)],
  ["Fn::Equals", isEqual],
  ["Fn::And", (operation, scope) => operandsOf(operation, scope, 2, 10).every(Boolean)],
  ["Fn::Or", (operation, scope) => operandsOf(operation, scope, 2, 10).some(Boolean)],
  ["Fn::Not", (operation, scope) => !operandsOf(operation, scope, 1, 1)[0]],
]);

/** Every one is worked out: a mistake in one that does not decide is a mistake all the same. */
function operandsOf({ name, argument, at }: Operation, scope: Scope, least: number, most: number): readonly boolean[] {
  const items = itemsOf(argument);
  if (items.length < least || items.length > most) throw malformed(name, at);
  return items.map((each) => holds(each, scope));
}

function isEqual({ name, argument, at }: Operation, scope: Scope): boolean {
  const [left, right, ...others] = itemsOf(argument).map((each) => evaluate(each, scope));
  if (left === undefined || right === undefined || others.length > 0) throw malformed(name, at);
  return areEqual(comparable(left), comparable(right), at, scope);
}

/** Numbers and booleans are compared as texts. */
function comparable(tree: Tree): string {
  return textOf(tree) ?? JSON.stringify(plain(tree));
}

/** Throws an `UndecidedError` where that rests on something that is unknown. */
export function areEqual(one: string, other: string, at: Place, scope: Scope): boolean {
  if (one === other || !(hasMark(one) || hasMark(other))) return one === other;
  const unknowns = scope.unknowns();
  const values = overlap(itemsOfText(one, unknowns, false), itemsOfText(other, unknowns, false));
  if (values === undefined || !areAllowed(values, unknowns)) return false;
  const key = JSON.stringify([one, other].sort());
  const decided = scope.decided(key);
  if (decided !== undefined) return decided;
  const [unknown] = [...one, ...other].flatMap((character) => unknowns.get(character) ?? []);
  if (unknown === undefined) return false;
  throw new UndecidedError({ key, values, unknown, source: at });
}
