import type { Draft } from "../../draft.ts";
import { limiting } from "../../reaching.ts";
import type { Reading } from "../reading.ts";

/** AWS::KMS::Key. */
export function readKey(reading: Reading): Partial<Draft> {
  const { source, text, flag, property, policy, attribute, notChecked } = reading;
  const spec = text("KeySpec") ?? "SYMMETRIC_DEFAULT";
  return {
    keys: [
      {
        arn: attribute("Arn"),
        aliases: [],
        ...(property("KeyPolicy") !== undefined && { policy: policy("key policy", "KeyPolicy") }),
        grants: [],
        isEnabled: flag("Enabled") ?? true,
        source,
      },
    ],
    notChecked:
      spec === "SYMMETRIC_DEFAULT"
        ? []
        : [limiting(notChecked("KeySpec", `keys of kind ${spec} are not emulated`, true), attribute("Arn"))],
  };
}

/** AWS::KMS::Alias. */
export function readAlias({ source, resource, name, text }: Reading): Partial<Draft> {
  const key = text("TargetKeyId") ?? "";
  return { ofKeys: [{ key, alias: name, what: `${resource.type} \`${resource.logicalId}\``, source }] };
}
