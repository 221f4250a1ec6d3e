import { InputError } from "../../input-error.ts";
import { type AccountAndRegion, accountOfSide } from "../account-of-side.ts";
import type { ReadSettings, Side } from "../input-reader.ts";
import type { TerraformDocument, TerraformResource } from "./document.ts";
import { accountsNamed, inArn, ownAccountOf } from "./owners.ts";
import { onlyOf, providerOf, saidByProvider } from "./providers.ts";

export type AccountOf = (resource: TerraformResource) => AccountAndRegion;

/**
 * Whose each resource is. It follows from the resource itself, from its provider's configuration, from what the provider
 * said about itself (`aws_caller_identity`), from the ARNs of its other resources, or else from the settings.
 */
export function accountsIn(document: TerraformDocument, side: Side | undefined, settings: ReadSettings): AccountOf {
  const groups = groupsIn(document);
  const found = new Map<string, Partial<AccountAndRegion>>();
  const said = (group: string) => {
    const known = found.get(group) ?? describedBy(document, group, groups.get(group) ?? []);
    found.set(group, known);
    return known;
  };
  return (resource) => {
    const group = providerOf(document, resource);
    const own = ownAccountOf(document, resource);
    const ofNobody = own.id === undefined && group === "" && side === undefined && resource.type === "aws_s3_bucket";
    const id = own.id ?? (ofNobody ? bucketAccount(document, resource, settings) : undefined) ?? said(group).id;
    const region = own.region ?? regionIn(document, id) ?? said(group).region;
    if (id !== undefined && region !== undefined) return { id, region };
    const which = side ?? sideByContents(document, group, groups.get(group) ?? []);
    const known = { ...(id !== undefined && { id }), ...(region !== undefined && { region }) };
    return accountOfSide(which, known, settings, { file: document.file, path: resource.address });
  };
}

/** Whose the resources of each provider are, as far as their kinds show it. */
export function sidesIn(
  document: TerraformDocument,
  side: Side | undefined,
): (resource: TerraformResource) => Side | undefined {
  const groups = groupsIn(document);
  return (resource) => side ?? sideShown(groups.get(providerOf(document, resource)) ?? []);
}

/** Resources by their providers; those of a state, which does not name them, are one group. */
function groupsIn(document: TerraformDocument): ReadonlyMap<string, readonly TerraformResource[]> {
  return Map.groupBy(document.resources, (resource) => providerOf(document, resource));
}

/** Who has the delivery stream is A; who has a bucket and no delivery stream is B. */
function sideShown(resources: readonly TerraformResource[]): Side | undefined {
  const types = new Set(resources.map(({ type }) => type));
  if (types.has("aws_kinesis_firehose_delivery_stream")) return "A";
  if (types.has("aws_s3_bucket") || types.has("aws_s3_bucket_policy")) return "B";
  return types.has("aws_kinesis_stream") ? "A" : undefined;
}

function sideByContents({ file }: TerraformDocument, group: string, resources: readonly TerraformResource[]): Side {
  const shown = sideShown(resources);
  if (shown !== undefined) return shown;
  throw new InputError(
    { file, ...(group !== "" && { path: `provider ${group}` }) },
    "it does not show which account it is for",
    `give it as A=${file} or B=${file}`,
  );
}

/**
 * Neither a state nor a bucket's ARN says whose a bucket is. Beside a delivery stream it is account B's where that is given,
 * or else the only other account's that the state has; a state of one account has none.
 */
function bucketAccount(
  document: TerraformDocument,
  { file, address }: TerraformResource,
  { accountB }: ReadSettings,
): string | undefined {
  const streams = document.resources.filter(({ type }) => type === "aws_kinesis_firehose_delivery_stream");
  if (streams.length > 0 && accountB?.id !== undefined) return accountB.id;
  const ofStreams = new Set(streams.flatMap((stream) => ownAccountOf(document, stream).id ?? []));
  const others = accountsNamed(document).filter((id) => !ofStreams.has(id));
  if (others.length < 2) return others[0];
  throw new InputError(
    { file, path: address },
    `a state does not say whose a bucket is, and this one has the accounts ${others.join(", ")} beside the delivery stream's`,
    "give --account-b",
  );
}

/** The region of a state's other resources of the account, where they are in one. */
function regionIn({ resources }: TerraformDocument, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const own = resources.filter(({ provider, values }) => provider === undefined && inArn(values.arn).id === id);
  const streams = own.filter(({ type }) => type === "aws_kinesis_firehose_delivery_stream");
  const regionsOf = (all: readonly TerraformResource[]) => all.flatMap(({ values }) => inArn(values.arn).region ?? []);
  return onlyOf(regionsOf(own)) ?? onlyOf(regionsOf(streams));
}

function describedBy(
  document: TerraformDocument,
  group: string,
  resources: readonly TerraformResource[],
): Partial<AccountAndRegion> {
  const said = saidByProvider(document, group);
  const managed = resources.filter(({ mode }) => mode !== "data").map(({ values }) => inArn(values.arn));
  const identities = resources.flatMap(({ type, values }) =>
    type === "aws_caller_identity" && typeof values.account_id === "string" ? [values.account_id] : [],
  );
  const id = said.id ?? onlyOf(identities) ?? onlyOf(managed.flatMap((each) => each.id ?? []));
  const region = said.region ?? onlyOf(resources.flatMap(({ values }) => inArn(values.arn).region ?? []));
  return { ...(id !== undefined && { id }), ...(region !== undefined && { region }) };
}
