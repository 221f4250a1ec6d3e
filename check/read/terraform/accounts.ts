import { InputError } from "../../input-error.ts";
import { type AccountAndRegion, accountOfSide } from "../account-of-side.ts";
import type { ReadSettings, Side } from "../input-reader.ts";
import type { Json, TerraformDocument, TerraformResource } from "./document.ts";
import { expressionAt, follow } from "./references.ts";

export type AccountOf = (resource: TerraformResource) => AccountAndRegion;

/**
 * Whose each resource is. It follows from the resource's own ARN, from its provider's configuration, from what the provider
 * said about itself (`aws_caller_identity`), from the ARNs of its other resources, or else from the settings.
 */
export function accountsIn(document: TerraformDocument, side: Side | undefined, settings: ReadSettings): AccountOf {
  const groups = Map.groupBy(document.resources, ({ provider }) => provider ?? "");
  const found = new Map<string, Partial<AccountAndRegion>>();
  const said = (group: string) => {
    const known = found.get(group) ?? describedBy(document, group, groups.get(group) ?? []);
    found.set(group, known);
    return known;
  };
  return (resource) => {
    const group = resource.provider ?? "";
    const own = ownAccount(resource, group === "" ? strangers(document) : []);
    const { id = said(group).id, region = said(group).region } = own;
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
  const groups = Map.groupBy(document.resources, ({ provider }) => provider ?? "");
  return ({ provider = "" }) => side ?? sideShown(groups.get(provider) ?? []);
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

function ownAccount({ type, values }: TerraformResource, others: readonly string[]): Partial<AccountAndRegion> {
  const { id, region } = inArn(values.arn);
  const told = typeof values.region === "string" && values.region !== "" ? values.region : region;
  // A state does not say whose a bucket is, and its ARN does not either.
  const [only, ...more] = others;
  const ofBucket = type === "aws_s3_bucket" && more.length === 0 ? only : undefined;
  const owner = id ?? ofBucket;
  return { ...(owner !== undefined && { id: owner }), ...(told !== undefined && { region: told }) };
}

/** In a state of several accounts, those that have no delivery stream. */
function strangers({ resources }: TerraformDocument): readonly string[] {
  const accounts = new Set(resources.flatMap(({ values }) => inArn(values.arn).id ?? []));
  for (const { type, values } of resources) {
    if (type === "aws_kinesis_firehose_delivery_stream") accounts.delete(inArn(values.arn).id ?? "");
  }
  return [...accounts];
}

function inArn(arn: unknown): Partial<AccountAndRegion> {
  const [, region = "", id = ""] = /^arn:aws[\w-]*:[\w-]+:([\w-]*):(\d{12}):/.exec(String(arn)) ?? [];
  return { ...(id !== "" && { id }), ...(region !== "" && { region }) };
}

function describedBy(
  document: TerraformDocument,
  group: string,
  resources: readonly TerraformResource[],
): Partial<AccountAndRegion> {
  const expressions = document.providers[group]?.expressions ?? {};
  const text = (...path: readonly (string | number)[]) => textAt(document, expressions, path);
  const allowed = expressionAt(expressions, ["allowed_account_ids"])?.constant_value;
  const [onlyAllowed, ...moreAllowed] = Array.isArray(allowed) ? allowed.map(String) : [];
  const [, assumed] = /^arn:aws[\w-]*:iam::(\d{12}):/.exec(text("assume_role", 0, "role_arn") ?? "") ?? [];
  const identity = resources.find(({ type }) => type === "aws_caller_identity")?.values.account_id;
  const inArns = new Set(
    resources.flatMap(({ mode, values }) => (mode === "data" ? [] : (inArn(values.arn).id ?? []))),
  );
  const [onlyInArns, ...moreInArns] = inArns;
  const id =
    assumed ??
    (typeof identity === "string" ? identity : undefined) ??
    (moreAllowed.length === 0 ? onlyAllowed : undefined) ??
    (moreInArns.length === 0 ? onlyInArns : undefined);
  const regions = new Set(resources.flatMap(({ values }) => inArn(values.arn).region ?? []));
  const [onlyRegion, ...moreRegions] = regions;
  const region = text("region") ?? (moreRegions.length === 0 ? onlyRegion : undefined);
  return { ...(id !== undefined && { id }), ...(region !== undefined && { region }) };
}

function textAt(
  document: TerraformDocument,
  expressions: Json,
  path: readonly (string | number)[],
): string | undefined {
  const found = follow(document, expressionAt(expressions, path), { modules: [] });
  return found?.kind === "value" && typeof found.value === "string" ? found.value : undefined;
}
