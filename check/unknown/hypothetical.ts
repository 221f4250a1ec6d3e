import type { Configuration, PolicyText, RoleConfiguration } from "../configuration.ts";
import type { SourceLocation } from "../source.ts";
import type { Unknown } from "./unknown.ts";

/** A configuration with something in it that only a world has. Its name is a mark, so that readers see what it is. */
export function withUnknown(
  configuration: Configuration,
  { shown, source, sample, ...others }: Pick<Unknown, "shown" | "source" | "sample"> & Partial<Unknown>,
): { readonly configuration: Configuration; readonly mark: string } {
  const { unknowns } = configuration;
  const known = unknowns.find((each) => each.sample === sample && each.shown === shown);
  if (known !== undefined) return { configuration, mark: known.mark };
  const last = Math.max(0xf7fff, ...unknowns.map(({ mark }) => mark.codePointAt(0) ?? 0));
  const mark = String.fromCodePoint(last + 1);
  const unknown: Unknown = {
    mark,
    what: shown,
    shown,
    settledBy: "",
    form: [sample],
    sample,
    kind: "drawn",
    source,
    ...others,
  };
  return { configuration: { ...configuration, unknowns: [...unknowns, unknown] }, mark };
}

/** Every action on every resource. */
export function everything(effect: "Allow" | "Deny", principal?: unknown): object {
  return { Effect: effect, ...(principal !== undefined && { Principal: principal }), Action: "*", Resource: "*" };
}

export function documentOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The role with one more inline policy, of a document that nobody has written. */
export function withInlinePolicy(
  configuration: Configuration,
  role: Pick<RoleConfiguration, "accountId" | "name" | "path">,
  policy: { readonly shown: string; readonly source: SourceLocation; readonly text: string },
): Configuration {
  const { configuration: named, mark } = withUnknown(configuration, { ...policy, sample: sampleOf(policy.shown) });
  const added: PolicyText = { name: mark, text: policy.text, source: policy.source };
  return {
    ...named,
    roles: named.roles.map((each) =>
      each.accountId === role.accountId && each.name === role.name
        ? { ...each, inlinePolicies: [...each.inlinePolicies, added] }
        : each,
    ),
  };
}

/** A name that IAM takes. */
function sampleOf(shown: string): string {
  return `zq${Buffer.from(shown).toString("hex").slice(0, 60)}`;
}
