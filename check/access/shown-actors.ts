import type { Actor } from "./actors.ts";
import type { Access } from "./matrix.ts";

/**
 * Somebody who is drawn from a pattern or a key alone is told of where that lets them do what an administrator of the same
 * account cannot.
 */
export function shownActors(
  actors: readonly Actor[],
  access: readonly Access[],
  isOpen: (access: Access) => boolean = () => false,
): readonly Actor[] {
  const can = (actor: Actor) =>
    new Set(
      access
        .filter((each) => each.actor === actor && (each.ways.length > 0 || isOpen(each)))
        .map(({ ability, ways }) => JSON.stringify([ability, ways])),
    );
  const isExample = ({ person: { is, isLike, holds, principal } }: Actor) =>
    isLike !== undefined ||
    holds !== undefined ||
    principal.kind === "root" ||
    (is === "stranger" && principal.kind !== "assumed-role");
  return actors.filter((actor) => {
    if (!isExample(actor)) return true;
    const kind = actor.person.is === "powerless" ? "powerless" : "stranger";
    const like = actors.find((each) => !isExample(each) && each.person.is === kind && isOfSameAccount(each, actor));
    const others = like === undefined ? new Set<string>() : can(like);
    return [...can(actor)].some((each) => !others.has(each));
  });
}

function isOfSameAccount({ person: one }: Actor, { person: other }: Actor): boolean {
  const accountOf = ({ principal }: Actor["person"]) => ("accountId" in principal ? principal.accountId : undefined);
  return accountOf(one) === accountOf(other);
}
