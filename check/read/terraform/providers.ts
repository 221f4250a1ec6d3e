import type { AccountAndRegion } from "../account-of-side.ts";
import { splitAddress } from "./address.ts";
import type { TerraformDocument, TerraformResource } from "./document.ts";
import { expressionAt, longestOf } from "./expressions.ts";
import { followReference } from "./references.ts";

/**
 * The provider configuration that a resource uses, `aws.b`, or `module.m:aws` where a module has its own. What a module has
 * without a configuration is that of the same name around it. Source: Terraform documentation, "JSON output format",
 * `provider_config_key`.
 */
export function providerOf({ providers }: TerraformDocument, { provider = "" }: TerraformResource): string {
  const configured = outwards(provider).find((key) => providers.get(key)?.expressions !== undefined);
  return configured ?? provider;
}

/** `module.m.module.n:aws`, `module.m:aws`, `aws` */
function outwards(key: string): readonly string[] {
  const [, modules, name = key] = /^(.+):([^:]+)$/.exec(key) ?? [];
  if (modules === undefined) return [key];
  const { scope } = splitAddress(modules);
  const outer = scope.slice(0, -1).map((each) => `module.${each.name}`);
  return [key, ...outwards(outer.length === 0 ? name : `${outer.join(".")}:${name}`)];
}

/**
 * The account and region that a provider's configuration says: by the role that it assumes, or by the only account that it
 * allows. Source: Terraform Registry, AWS provider, "Provider configuration".
 */
export function saidByProvider(document: TerraformDocument, key: string): Partial<AccountAndRegion> {
  const values = (...path: readonly (string | number)[]) => valuesAt(document, key, path);
  const assumed = [
    ...values("assume_role", 0, "role_arn"),
    ...values("assume_role_with_web_identity", 0, "role_arn"),
  ].flatMap(accountIn);
  const allowed = values("allowed_account_ids").flatMap(accountIn);
  const id = onlyOf(assumed) ?? onlyOf(allowed);
  const region = onlyOf(values("region"));
  return { ...(id !== undefined && { id }), ...(region !== undefined && { region }) };
}

/** Texts that a setting is, or is put together of. */
function valuesAt(document: TerraformDocument, key: string, path: readonly (string | number)[]): readonly string[] {
  const { expressions, module_address: module } = document.providers.get(key) ?? {};
  const expression = expressionAt(expressions ?? {}, path);
  if (expression?.constant_value !== undefined) return textsIn(expression.constant_value);
  const [, around = ""] = /^(.+):[^:]+$/.exec(key) ?? [];
  const { scope } = splitAddress(module ?? around);
  return longestOf(expression?.references ?? []).flatMap((reference) => {
    const found = followReference(document, reference, { scope });
    return found?.kind === "value" ? textsIn(found.value) : [];
  });
}

function textsIn(value: unknown): readonly string[] {
  return [value]
    .flat()
    .filter((each) => typeof each === "string" || typeof each === "number")
    .map(String);
}

/** In the ARN of something in it, or as it is. */
function accountIn(text: string): readonly string[] {
  const [, inArn, alone] = /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):|^(\d{12})$/.exec(text) ?? [];
  return [inArn ?? alone ?? []].flat();
}

export function onlyOf(values: Iterable<string>): string | undefined {
  const [only, ...others] = new Set(values);
  return others.length === 0 ? only : undefined;
}
