import type { GrantOperation } from "@aws-sdk/client-kms";
import type { Reach } from "../../../configuration.ts";
import type { Draft } from "../../draft.ts";
import type { Reading } from "../reading.ts";

function denying(key: string): Reach {
  return { kind: "what-it-names", texts: [key], may: "deny" };
}

/** Keys of kinds that are not emulated, each with why. */
export const otherKeys: Readonly<Record<string, string>> = {
  aws_kms_replica_key: "replicas of keys are not emulated",
  aws_kms_replica_external_key: "replicas of keys are not emulated",
  aws_kms_external_key: "keys with material of one's own are not emulated",
};

export function readOtherKey({ resource, source, attribute }: Reading): Partial<Draft> {
  const because = otherKeys[resource.type] ?? "";
  return {
    notChecked: [{ what: resource.address, because, source, couldMatter: true, reach: denying(attribute("arn")) }],
  };
}

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
        : [notChecked("customer_master_key_spec", `keys of kind ${spec} are not emulated`, denying(attribute("arn")))],
  };
}

/** aws_kms_key_policy. */
export function readKeyPolicy({ resource, source, text, policy }: Reading): Partial<Draft> {
  const document = policy("key policy", "policy");
  if (document === undefined) return {};
  return { ofKeys: [{ key: text("key_id") ?? "", policy: document, what: resource.address, source }] };
}

/** aws_kms_alias. */
export function readAlias({ resource, source, text, name }: Reading): Partial<Draft> {
  const key = text("target_key_id") ?? "";
  return { ofKeys: [{ key, alias: name, what: resource.address, source }] };
}

/** aws_kms_grant. One with constraints is played as if it had none: it allows that or less. */
export function readGrant(reading: Reading): Partial<Draft> {
  const { resource, source, text, texts, blocks, notChecked } = reading;
  const key = text("key_id") ?? "";
  const grant = {
    GranteePrincipal: text("grantee_principal") ?? "",
    Operations: texts("operations") as GrantOperation[],
  };
  const because = "constraints of grants are not played";
  return {
    ofKeys: [{ key, grant, what: resource.address, source }],
    notChecked: blocks("constraints") > 0 ? [notChecked("constraints", because, denying(key))] : [],
  };
}
