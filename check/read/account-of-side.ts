import { InputError } from "../input-error.ts";
import type { SourceLocation } from "../source.ts";
import type { GivenAccount, ReadSettings, Side } from "./input-reader.ts";

/** Of which account something is, and in which region. */
export interface AccountAndRegion {
  readonly id: string;
  readonly region: string;
}

/** Id and region of an account, as the input says them or else the settings. Throws an `InputError` where neither does. */
export function accountOfSide(
  side: Side,
  said: Partial<AccountAndRegion>,
  { accountA, accountB }: ReadSettings,
  source: SourceLocation,
): AccountAndRegion {
  const asked: Partial<GivenAccount> = (side === "A" ? accountA : accountB) ?? {};
  const id = said.id ?? asked.id;
  const region = said.region ?? asked.region;
  const option = side.toLowerCase();
  if (id === undefined) {
    const isOne = side === "B" && accountA?.id !== undefined;
    const fix = `give --account-${option}${isOne ? `, or A=${source.file} where all is in account A` : ""}`;
    throw new InputError(source, "it does not say which account it is for", fix);
  }
  if (!/^\d{12}$/.test(id)) throw new InputError(source, `\`${id}\` is no account id`, "give 12 digits");
  if (region === undefined) {
    throw new InputError(source, "it does not say which region it is for", `give --region-${option}, e.g. eu-west-1`);
  }
  return { id, region };
}
