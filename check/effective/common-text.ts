/**
 * The shortest text that two patterns both match; undefined where there is none. `*` stands for any characters, `?` for one.
 */
export function commonText(one: string, other: string): string | undefined {
  const [left, right] = [[...one], [...other]];
  const seen = new Set<number>();
  let open: readonly Reached[] = [{ left: 0, right: 0, text: "" }];
  while (open.length > 0) {
    const next: Reached[] = [];
    // Past a wildcard without a character costs nothing: the list grows while it is gone through.
    const now = [...open];
    for (const at of now) {
      const place = at.left * (right.length + 1) + at.right;
      if (seen.has(place)) continue;
      seen.add(place);
      const [a, b] = [left[at.left], right[at.right]];
      if (a === undefined && b === undefined) return at.text;
      if (a === "*") now.push({ ...at, left: at.left + 1 });
      if (b === "*") now.push({ ...at, right: at.right + 1 });
      const character = both(a, b);
      if (character === undefined) continue;
      next.push({
        left: a === "*" ? at.left : at.left + 1,
        right: b === "*" ? at.right : at.right + 1,
        text: at.text + character,
      });
    }
    open = next;
  }
  return undefined;
}

interface Reached {
  readonly left: number;
  readonly right: number;
  readonly text: string;
}

function both(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (isWild(one)) return isWild(other) ? "x" : other;
  return isWild(other) || one === other ? one : undefined;
}

function isWild(character: string): boolean {
  return character === "*" || character === "?";
}
