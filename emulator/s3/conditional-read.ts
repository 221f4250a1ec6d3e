/** Preconditions of a read, in the order of RFC 9110, section 13.2.2, which S3 follows (API reference, GetObject). */

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

export type ConditionOutcome =
  | { readonly kind: "go-on" }
  | { readonly kind: "not-modified" }
  | { readonly kind: "failed"; readonly condition: string };

export function checkReadConditions(
  conditions: ReadConditions,
  object: { readonly eTag: string; readonly lastModifiedMs: number },
): ConditionOutcome {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!lists(IfMatch, object.eTag)) return { kind: "failed", condition: "If-Match" };
  } else if (IfUnmodifiedSince !== undefined && object.lastModifiedMs > IfUnmodifiedSince.getTime()) {
    return { kind: "failed", condition: "If-Unmodified-Since" };
  }
  if (IfNoneMatch !== undefined) {
    if (lists(IfNoneMatch, object.eTag)) return { kind: "not-modified" };
  } else if (IfModifiedSince !== undefined && object.lastModifiedMs <= IfModifiedSince.getTime()) {
    return { kind: "not-modified" };
  }
  return { kind: "go-on" };
}

function lists(header: string, eTag: string): boolean {
  return header.split(",").some((each) => {
    const text = each.trim().replace(/^W\//, "").replace(/^"|"$/g, "");
    return text === "*" || text === eTag;
  });
}
