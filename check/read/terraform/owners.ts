import { withoutIndexes } from "../../source.ts";
import type { AccountAndRegion } from "../account-of-side.ts";
import type { TerraformDocument, TerraformResource } from "./document.ts";
import { onlyOf } from "./providers.ts";

/** Attributes that say whose something is, by its own id. Source: Terraform Registry, AWS provider. */
const accountAttributes = ["owner_id", "owner_account_id", "owner", "account_id"] as const;

/** Attributes with the ARN of something in the same account. */
const arnAttributes = ["arn", "id", "resource_arn", "stream_arn", "policy_arn"] as const;

interface Belonging {
  /** The attribute that names what it belongs to. */
  readonly by: string;
  readonly type: string;
  readonly called: string;
}

const ofRole = (by: string): Belonging => ({ by, type: "aws_iam_role", called: "name" });

/** What is in the account of something else, and has no ARN. */
const belongings: ReadonlyMap<string, Belonging> = new Map([
  ["aws_iam_role_policy", ofRole("role")],
  ["aws_iam_role_policy_attachment", ofRole("role")],
  ["aws_iam_policy_attachment", ofRole("roles")],
  ["aws_iam_role_policy_attachments_exclusive", ofRole("role_name")],
  ["aws_lambda_permission", { by: "function_name", type: "aws_lambda_function", called: "function_name" }],
]);

/** Account and region as far as a resource says them itself, or by what it belongs to. */
export function ownAccountOf(document: TerraformDocument, resource: TerraformResource): Partial<AccountAndRegion> {
  const { values } = resource;
  const told = [values.region, values.bucket_region].find((each) => typeof each === "string" && each !== "");
  const region = typeof told === "string" ? told : inArn(values.arn).region;
  const id = saidIn(resource) ?? ownerOf(document, resource);
  return { ...(id !== undefined && { id }), ...(region !== undefined && { region }) };
}

/** Accounts of all that a document describes or has asked for itself. */
export function accountsNamed({ resources }: TerraformDocument): readonly string[] {
  return [...new Set(resources.flatMap((resource) => saidIn(resource) ?? []))];
}

export function inArn(arn: unknown): Partial<AccountAndRegion> {
  const [, region = "", id = ""] = /^arn:aws[\w-]*:[\w-]+:([\w-]*):(\d{12}):/.exec(String(arn)) ?? [];
  return { ...(id !== "" && { id }), ...(region !== "" && { region }) };
}

function saidIn({ mode, type, values }: TerraformResource): string | undefined {
  if (mode === "data" && type !== "aws_caller_identity") return undefined;
  const inAttributes = accountAttributes.map((name) => values[name]).find((each) => /^\d{12}$/.test(String(each)));
  if (inAttributes !== undefined) return String(inAttributes);
  return arnAttributes.map((name) => inArn(values[name]).id).find((id) => id !== undefined);
}

/** The account of what it belongs to: of several with that name, of what it depends on. */
function ownerOf(document: TerraformDocument, { type, values, dependsOn }: TerraformResource): string | undefined {
  const belonging = belongings.get(type);
  if (belonging === undefined) return undefined;
  const names = [values[belonging.by]].flat().map((name) => String(name).replace(/.*[:/]/, ""));
  const owners = document.resources.filter(
    (each) => each.type === belonging.type && names.includes(String(each.values[belonging.called])),
  );
  const depended = owners.filter(({ address }) => dependsOn.includes(withoutIndexes(address)));
  const accountOf = (all: readonly TerraformResource[]) => onlyOf(all.flatMap((each) => saidIn(each) ?? []));
  return accountOf(owners) ?? accountOf(depended);
}
