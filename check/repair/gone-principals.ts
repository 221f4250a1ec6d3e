import type { Edit } from "./change.ts";

/** Whether it stands in the place of a principal and is a unique id that none of the `living` bears. */
export function isGone(principal: unknown, living: ReadonlySet<string>): boolean {
  const text = String(principal);
  return /^A(?:ROA|IDA)[A-Z0-9]{8,}$/.test(text) && !living.has(text);
}

/** Removes them from a policy, and statements that name nobody else: they meant nobody any more. The last statements first. */
export function editsWithoutGone(text: string, living: ReadonlySet<string>): readonly Edit[] {
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  const list = Array.isArray(Statement) ? Statement : [Statement];
  return list
    .flatMap((statement: unknown, index) => {
      const path = Array.isArray(Statement) ? ["Statement", index] : ["Statement"];
      return ["Principal", "NotPrincipal"].flatMap((element) => editsOf(statement, element, path, list.length, living));
    })
    .reverse();
}

function editsOf(
  statement: unknown,
  element: string,
  path: readonly (string | number)[],
  statements: number,
  living: ReadonlySet<string>,
): readonly Edit[] {
  const holder = (statement as Readonly<Record<string, unknown>> | null | undefined)?.[element];
  const { AWS: aws } = (typeof holder === "object" && holder !== null ? holder : {}) as { readonly AWS?: unknown };
  const named = aws === undefined ? [] : [aws].flat();
  const staying = named.filter((each) => !isGone(each, living));
  if (staying.length === named.length) return [];
  if (staying.length > 0) return [{ path: [...path, element, "AWS"], value: staying }];
  const others = Object.keys(holder as object).length > 1;
  if (others) return [{ path: [...path, element, "AWS"], value: undefined }];
  // A document needs a statement, and what is said of all but one who is gone is said of everybody: these stay, and AWS
  // says what is wrong with them.
  return statements > 1 && element === "Principal" ? [{ path, value: undefined }] : [];
}
