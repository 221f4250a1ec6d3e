import { InputError } from "../input-error.ts";
import { type Missing, MissingError } from "../missing.ts";
import type { SourceLocation } from "../source.ts";
import { account, region } from "../unknown/forms.ts";
import type { GivenAccount, ReadingSettings, ReadSettings, Side } from "./input-reader.ts";

/** Of which account something is, and in which region. */
export interface AccountAndRegion {
  readonly id: string;
  readonly region: string;
}

interface Asked {
  readonly known: Partial<AccountAndRegion>;
  readonly missing: readonly Missing[];
}

/**
 * Id and region of an account, as the input says them or else the settings. Throws a `MissingError` where neither does, and
 * an `InputError` on what is no id.
 */
export function accountOfSide(
  side: Side,
  said: Partial<AccountAndRegion>,
  settings: ReadSettings,
  source: SourceLocation,
): AccountAndRegion {
  const {
    known: { id, region: known },
    missing,
  } = asked(side, said, settings, source);
  if (id === undefined || known === undefined) throw new MissingError(missing);
  return { id, region: known };
}

/** The same, with a mark for what is missing, so that all that is can be told together. */
export function accountOrMarks(
  side: Side,
  said: Partial<AccountAndRegion>,
  settings: ReadingSettings,
  source: SourceLocation,
): AccountAndRegion & { readonly missing: readonly Missing[] } {
  const { known, missing } = asked(side, said, settings, source);
  const { id = unknownAccount(side, settings, source), region: of = unknownRegion(side, settings, source) } = known;
  return { id, region: of, missing };
}

/** The id of account A or B, where nothing says it. */
export function unknownAccount(side: Side, { unknowns }: ReadingSettings, source: SourceLocation): string {
  return unknowns.mark(`account ${side}`, () => ({
    ...account,
    what: `the id of account ${side}`,
    shown: `<account ${side}>`,
    settledBy: `give --account-${side.toLowerCase()} <id>`,
    kind: "withheld",
    source,
  }));
}

/** The region of the stream in A or of the bucket in B, where nothing says it. */
export function unknownRegion(side: Side, { unknowns }: ReadingSettings, source: SourceLocation): string {
  return unknowns.mark(`region ${side}`, () => ({
    ...region,
    what: `the region of ${side === "A" ? "the delivery stream" : "the bucket"}`,
    shown: `<region ${side}>`,
    settledBy: `give --region-${side.toLowerCase()} <region>`,
    kind: "withheld",
    source,
  }));
}

function asked(
  side: Side,
  said: Partial<AccountAndRegion>,
  { accountA, accountB }: ReadSettings,
  source: SourceLocation,
): Asked {
  const given: GivenAccount = (side === "A" ? accountA : accountB) ?? {};
  const id = said.id ?? given.id;
  const known = said.region ?? given.region;
  const option = side.toLowerCase();
  if (id !== undefined && !/^\d{12}$/.test(id)) {
    throw new InputError(source, `\`${id}\` is no account id`, "give 12 digits");
  }
  const isOne = side === "B" && accountA?.id !== undefined;
  const whose = source.path === undefined ? source.file : `\`${source.path}\` of ${source.file}`;
  const missing: readonly Missing[] = [
    ...(id !== undefined
      ? []
      : [
          {
            what: `the account of ${whose}`,
            option: `--account-${option} <id>`,
            ...(isOne && { otherwise: `A=${source.file} where all is in account A` }),
            source,
          },
        ]),
    ...(known !== undefined ? [] : [{ what: `the region of ${whose}`, option: `--region-${option} <region>`, source }]),
  ];
  return { known: { ...(id !== undefined && { id }), ...(known !== undefined && { region: known }) }, missing };
}
