import type { AccessChange } from "./compare.ts";

/** Names of more than these are counted. */
const mostNamed = 3;

/** A clause, by what has changed for somebody. */
const clauses: Readonly<Record<AccessChange["kind"], (who: string, actions: string, resources: string) => string>> = {
  lost: (who, actions, resources) => `takes ${actions} on ${resources} from ${who}`,
  gained: (who, actions, resources) => `also lets ${who} do ${actions} on ${resources}`,
  "no-longer-denied": (who, actions, resources) => `no longer denies ${who} ${actions} on ${resources}`,
};

/** What a change does beside what it is for, a clause each: `also lets … do …`; none where it does nothing else. */
export function sideEffects(changes: readonly AccessChange[]): readonly string[] {
  const byResource = grouped(changes, ({ kind, ask }) => [kind, ask.person.text, ask.resourceText]).map((same) => {
    const [{ kind, ask }] = same;
    const alike = new Map(same.map((each) => [`\`${each.ask.action}\``, each.ask.alike]));
    const actions = named(
      [...alike.keys()],
      [...alike.values()].reduce((sum, each) => sum + each, 0),
    );
    return { kind, who: ask.person.text, actions, resource: ask.resourceText };
  });
  const byPerson = grouped(byResource, ({ kind, who, actions }) => [kind, who, actions]).map((same) => {
    const [{ kind, who, actions }] = same;
    return { kind, who, actions, resources: named(same.map(({ resource }) => resource)) };
  });
  return grouped(byPerson, ({ kind, actions, resources }) => [kind, actions, resources]).map((same) => {
    const [{ kind, actions, resources }] = same;
    return clauses[kind](named(same.map(({ who }) => who)), actions, resources);
  });
}

type Several<Value> = readonly [Value, ...Value[]];

function grouped<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => readonly string[],
): readonly Several<Value>[] {
  return [...Map.groupBy(values, (value) => keyOf(value).join("\n")).values()] as unknown as readonly Several<Value>[];
}

/** `others`: how many there are beside. */
function named(texts: readonly string[], others = 0): string {
  const shown = texts.slice(0, mostNamed);
  const more = texts.length - shown.length + others;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
