import { InputError } from "../input-error.ts";
import type { SourceLocation } from "../source.ts";

/** What the input does not say itself. */
export interface ReadSettings {
  readonly accountA?: AccountAnswer;
  readonly accountB?: AccountAnswer;
  /** Of CloudFormation templates: by name, or by `A:name` and `B:name` where the two accounts' templates differ in it. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface AccountAnswer {
  /** 12 digits. */
  readonly id?: string;
  readonly region?: string;
}

export type Side = "A" | "B";

/** Id and region of an account, as the input says them or else the settings. Throws an `InputError` where neither does. */
export function accountOfSide(
  side: Side,
  said: AccountAnswer,
  { accountA = {}, accountB = {} }: ReadSettings,
  source: SourceLocation,
): Required<AccountAnswer> {
  const asked = side === "A" ? accountA : accountB;
  const id = said.id ?? asked.id;
  const region = said.region ?? asked.region;
  const option = side.toLowerCase();
  if (id === undefined) {
    throw new InputError(source, `it does not say which account it is for`, `give --account-${option}, 12 digits`);
  }
  if (!/^\d{12}$/.test(id)) throw new InputError(source, `\`${id}\` is no account id`, "give 12 digits");
  if (region === undefined) {
    throw new InputError(source, "it does not say which region it is for", `give --region-${option}, e.g. eu-west-1`);
  }
  return { id, region };
}

/** Parameters for one side's templates. */
export function parametersOf(side: Side, { parameters = {} }: ReadSettings): ReadonlyMap<string, string> {
  const all = Object.entries(parameters);
  const shared = all.filter(([name]) => !/^[AB]:/.test(name));
  const own = all
    .filter(([name]) => name.startsWith(`${side}:`))
    .map(([name, value]) => [name.slice(2), value] as const);
  return new Map([...shared, ...own]);
}
