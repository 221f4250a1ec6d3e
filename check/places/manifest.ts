import type { PlaceKind, PlaceOf, PolicyPlace } from "./place.ts";

/** Where in the manifest of a folder a policy stands, from what it belongs to; undefined: it cannot be given there. */
const members: { readonly [Kind in PlaceKind]: ((place: PlaceOf<Kind>) => readonly string[]) | undefined } = {
  bucket: () => ["policy"],
  "backup-bucket": () => ["policy"],
  key: () => ["policy"],
  "data-stream": () => ["resourcePolicy"],
  trust: () => ["trustPolicy"],
  inline: ({ name }) => ["policies", name],
  managed: undefined,
  "service-control": undefined,
  "resource-control": undefined,
};

export function manifestMember(place: PolicyPlace): readonly string[] | undefined {
  const member = members[place.kind] as ((place: PolicyPlace) => readonly string[]) | undefined;
  return member?.(place);
}
