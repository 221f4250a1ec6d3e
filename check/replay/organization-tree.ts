import type { MemberAccountSettings, OrganizationalUnitSettings } from "../../emulator/index.ts";

/** A member with its place: `o-…/r-…/ou-…/`; below the root where none is known. */
export type PlacedMember = MemberAccountSettings & { readonly path?: string };

/** The root of an organization with its members in the units that their paths name. */
export function organizationTree(members: readonly PlacedMember[]): OrganizationalUnitSettings {
  const placed = members.map(({ path = "", ...account }) => {
    const [, rootId, ...unitIds] = path.split("/").filter((step) => step !== "");
    return { account, rootId, unitIds };
  });
  const rootId = placed.find((each) => each.rootId !== undefined)?.rootId;
  return { ...(rootId === undefined ? { name: "the root" } : { id: rootId }), ...unitOf(placed) };
}

interface Placed {
  readonly account: MemberAccountSettings;
  readonly unitIds: readonly string[];
}

function unitOf(placed: readonly Placed[]): Pick<OrganizationalUnitSettings, "accounts" | "units"> {
  const here = placed.filter(({ unitIds }) => unitIds.length === 0);
  const below = Map.groupBy(
    placed.filter(({ unitIds }) => unitIds.length > 0),
    ({ unitIds: [first = ""] }) => first,
  );
  return {
    accounts: here.map(({ account }) => account),
    units: [...below].map(([id, inside]) => ({
      id,
      ...unitOf(inside.map(({ account, unitIds }) => ({ account, unitIds: unitIds.slice(1) }))),
    })),
  };
}
