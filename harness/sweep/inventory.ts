import type { ResourceKind } from "../journal/journal.ts";
import type { RemovalSite, Remove } from "../removal/removal.ts";
import type { Tags } from "./names.ts";

/** An account's part of one region. */
export type Site = RemovalSite;

/** Something that is there. */
export interface Found {
  readonly name: string;
  /** What calls know it by; its name, but for keys. */
  readonly id: string;
  /** Where it is elsewhere than where it was asked for. */
  readonly region?: string;
}

/** How things of one kind are found, known and removed. */
export interface Inventory {
  readonly kind: ResourceKind;
  /** Whether an account has them all in one place, whatever the region. */
  readonly isGlobal: boolean;
  /** Those whose names begin so; all pages. Perhaps without what was made a moment ago. */
  list(site: Site, prefix: string): Promise<readonly Found[]>;
  /** Those of a name. They may be gone. */
  named(site: Site, name: string): Promise<readonly Found[]>;
  /** Undefined where there is none. */
  tags(site: Site, found: Found): Promise<Tags | undefined>;
  /** By `Found.id`. */
  readonly remove: Remove;
}

/** For kinds whose names are their ids. */
export const byName = async (_site: Site, name: string): Promise<readonly Found[]> => [{ name, id: name }];

export function namesFrom(prefix: string, names: readonly (string | undefined)[]): readonly Found[] {
  return names.flatMap((name) => (name?.startsWith(prefix) ? [{ name, id: name }] : []));
}

export function tagsFrom(list: readonly { readonly Key?: string; readonly Value?: string }[] = []): Tags {
  return Object.fromEntries(list.flatMap(({ Key, Value = "" }) => (Key === undefined ? [] : [[Key, Value]])));
}

/** What `asking` answers; undefined where AWS says that there is none: one of `codes`. */
export async function unlessMissing<Answer>(
  codes: readonly string[],
  asking: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof Error && codes.includes(error.name)) return undefined;
    throw error;
  }
}
