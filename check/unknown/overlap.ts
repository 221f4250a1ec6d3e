import type { FormPart, Unknown } from "./unknown.ts";

/** Values for marks. */
export type Assignment = ReadonlyMap<string, string>;

/** A text or a pattern as a sequence of what each place can be. */
export type Items = readonly Item[];

type Item =
  | { readonly kind: "character"; readonly character: string; readonly mark?: string }
  | {
      readonly kind: "run";
      readonly takes: (character: string) => boolean;
      /** One that it takes. */
      readonly example: string;
      readonly least: number;
      readonly most: number;
      readonly mark?: string;
    };

const anything: Omit<Extract<Item, { kind: "run" }>, "least" | "most"> = {
  kind: "run",
  takes: () => true,
  example: "x",
};

/** Whether each value is one that the input lists, where it lists any. */
export function areAllowed(values: Assignment, unknowns: ReadonlyMap<string, Unknown>): boolean {
  return [...values].every(([mark, value]) => unknowns.get(mark)?.choices?.includes(value) ?? true);
}

/** A text with marks, by UTF-16 code units as policies match it; `*` and `?` are wildcards where it is a pattern. */
export function itemsOf(text: string, unknowns: ReadonlyMap<string, Unknown>, isPattern: boolean): Items {
  return [...text].flatMap((character): Items => {
    const unknown = unknowns.get(character);
    if (unknown !== undefined) return unknown.form.flatMap((part) => itemsOfPart(part, character));
    if (isPattern && character === "*") return [{ ...anything, least: 0, most: Number.POSITIVE_INFINITY }];
    if (isPattern && character === "?") return [{ ...anything, least: 1, most: 1 }];
    return character.split("").map((unit) => ({ kind: "character", character: unit }));
  });
}

function itemsOfPart(part: FormPart, mark: string): Items {
  if (typeof part === "string") return part.split("").map((character) => ({ kind: "character", character, mark }));
  if ("characters" in part) {
    const { characters, least, most } = part;
    const test = new RegExp(`^${characters}$`);
    const takes = (character: string) => test.test(character);
    const example = ["x", "0", "A", "-"].find(takes) ?? "x";
    return [{ kind: "run", takes, example, least, most, mark }];
  }
  // A beginning: each character, as long as the one before it is there. Left out in the middle it would be another text, which
  // the drawn part behind it tells apart.
  return [...part.beginningOf].map((character) => ({
    kind: "run",
    takes: (each: string) => each === character,
    example: character,
    least: 0,
    most: 1,
    mark,
  }));
}

interface State {
  readonly left: number;
  readonly leftTaken: number;
  readonly right: number;
  readonly rightTaken: number;
  readonly before?: State;
  /** The character that led here, and whether the other side asked for it. */
  readonly character?: string;
  readonly leftMark?: string;
  readonly rightMark?: string;
  readonly isAsked?: boolean;
}

/**
 * Whether two such sequences can be the same text, and for which values of their marks. Undefined: they cannot. A mark that
 * nothing on the other side asks anything of is left out: it can be whatever it is.
 */
export function overlap(left: Items, right: Items): Assignment | undefined {
  const seen = new Set<string>();
  const open: State[] = [{ left: 0, leftTaken: 0, right: 0, rightTaken: 0 }];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = `${state.left}.${state.leftTaken}.${state.right}.${state.rightTaken}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (state.left === left.length && state.right === right.length) return assignmentAlong(state);
    for (const next of stepsFrom(state, left, right)) open.push(next);
  }
  return undefined;
}

function stepsFrom(state: State, left: Items, right: Items): readonly State[] {
  const one = left[state.left];
  const other = right[state.right];
  const steps: State[] = [];
  // Past an item that has what it needs, without a character.
  if (one?.kind === "run" && state.leftTaken >= one.least) {
    steps.push({ ...state, left: state.left + 1, leftTaken: 0, before: state, character: undefined });
  }
  if (other?.kind === "run" && state.rightTaken >= other.least) {
    steps.push({ ...state, right: state.right + 1, rightTaken: 0, before: state, character: undefined });
  }
  if (one === undefined || other === undefined) return steps;
  if (one.mark !== undefined && one.mark === other.mark && isAtStart(state, left, right)) {
    const leftEnd = endOfMark(left, state.left);
    const rightEnd = endOfMark(right, state.right);
    steps.push({ left: leftEnd, leftTaken: 0, right: rightEnd, rightTaken: 0, before: state });
  }
  const character = common(one, other);
  if (character === undefined) return steps;
  if (!hasRoom(one, state.leftTaken) || !hasRoom(other, state.rightTaken)) return steps;
  const isFree = (item: Item) => item.kind === "run" && item.mark === undefined;
  steps.push({
    ...after(state, one, other),
    before: state,
    character,
    ...(one.mark !== undefined && { leftMark: one.mark }),
    ...(other.mark !== undefined && { rightMark: other.mark }),
    isAsked: !(isFree(one) || isFree(other)),
  });
  return steps;
}

/** Limits that no name comes near are none. */
const farAway = 60;

function after(state: State, one: Item, other: Item): Pick<State, "left" | "leftTaken" | "right" | "rightTaken"> {
  const onLeft = one.kind === "character";
  const onRight = other.kind === "character";
  // Beyond what it needs at least, how many a run has taken makes no difference but at its limit.
  const counted = (item: Item, taken: number) =>
    item.kind === "run" && item.most > farAway ? Math.min(taken + 1, item.least) : taken + 1;
  return {
    left: onLeft ? state.left + 1 : state.left,
    leftTaken: onLeft ? 0 : counted(one, state.leftTaken),
    right: onRight ? state.right + 1 : state.right,
    rightTaken: onRight ? 0 : counted(other, state.rightTaken),
  };
}

function hasRoom(item: Item, taken: number): boolean {
  return item.kind === "character" || taken < item.most;
}

function common(one: Item, other: Item): string | undefined {
  if (one.kind === "character") {
    const fits = other.kind === "character" ? other.character === one.character : other.takes(one.character);
    return fits ? one.character : undefined;
  }
  if (other.kind === "character") return one.takes(other.character) ? other.character : undefined;
  return [one.example, other.example].find((character) => one.takes(character) && other.takes(character));
}

function isAtStart(state: State, left: Items, right: Items): boolean {
  return (
    state.leftTaken === 0 &&
    state.rightTaken === 0 &&
    left[state.left - 1]?.mark !== left[state.left]?.mark &&
    right[state.right - 1]?.mark !== right[state.right]?.mark
  );
}

function endOfMark(items: Items, from: number): number {
  const mark = items[from]?.mark;
  let at = from;
  while (at < items.length && items[at]?.mark === mark) at++;
  return at;
}

function assignmentAlong(last: State): Assignment {
  const values = new Map<string, { text: string; isAsked: boolean }>();
  const path: State[] = [];
  for (let state: State | undefined = last; state !== undefined; state = state.before) path.unshift(state);
  for (const { character, leftMark, rightMark, isAsked = false } of path) {
    if (character === undefined) continue;
    for (const mark of new Set([leftMark, rightMark])) {
      if (mark === undefined) continue;
      const { text, isAsked: before } = values.get(mark) ?? { text: "", isAsked: false };
      values.set(mark, { text: text + character, isAsked: before || isAsked });
    }
  }
  return new Map([...values].flatMap(([mark, value]) => (value.isAsked ? [[mark, value.text] as const] : [])));
}
