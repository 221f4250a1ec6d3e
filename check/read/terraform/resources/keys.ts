import type { GrantOperation } from "@aws-sdk/client-kms";
import type { Draft } from "../../draft.ts";
import { limiting } from "../../reaching.ts";
import type { Reading } from "../reading.ts";

/** aws_kms_key. Without a policy it has KMS's own, which a plan shows as known after apply. */
export function readKey({ resource, source, text, flag, policy, attribute, notChecked }: Reading): Partial<Draft> {
  const spec = text("customer_master_key_spec") ?? "SYMMETRIC_DEFAULT";
  const document =
    resource.expressions.policy === undefined && resource.values.policy === undefined
      ? undefined
      : policy("key policy", "policy");
  return {
    keys: [
      {
        arn: attribute("arn"),
        aliases: [],
        ...(document !== undefined && { policy: document }),
        grants: [],
        isEnabled: flag("is_enabled") ?? true,
        source,
      },
    ],
    notChecked:
      spec === "SYMMETRIC_DEFAULT"
        ? []
        : [
            limiting(
              notChecked("customer_master_key_spec", `keys of kind ${spec} are not emulated`, true),
              attribute("arn"),
            ),
          ],
  };
}

/** aws_kms_key_policy. */
export function readKeyPolicy({ resource, source, text, policy }: Reading): Partial<Draft> {
  const document = policy("key policy", "policy");
  if (document === undefined) return {};
  return { ofKeys: [{ key: text("key_id") ?? "", policy: document, what: resource.address, source }] };
}

/** aws_kms_alias. */
export function readAlias({ resource, source, text }: Reading): Partial<Draft> {
  const key = text("target_key_id") ?? "";
  return { ofKeys: [{ key, alias: text("name") ?? "", what: resource.address, source }] };
}

/** aws_kms_grant. */
export function readGrant(reading: Reading): Partial<Draft> {
  const { resource, source, text, texts, blocks, notChecked } = reading;
  if (blocks("constraints") > 0) {
    return { notChecked: [notChecked("constraints", "constraints of grants are not played", true)] };
  }
  const grant = {
    GranteePrincipal: text("grantee_principal") ?? "",
    Operations: texts("operations") as GrantOperation[],
  };
  return { ofKeys: [{ key: text("key_id") ?? "", grant, what: resource.address, source }] };
}
