import type { Draft } from "../../draft.ts";
import { functionPermission } from "../../function-permission.ts";
import type { Reading } from "../reading.ts";

/** AWS::Lambda::Permission. */
export function readFunctionPermission({ template, source, text }: Reading): Partial<Draft> {
  const said = {
    name: text("FunctionName") ?? "",
    action: text("Action") ?? "",
    principal: text("Principal") ?? "",
  };
  return { functionPermissions: [functionPermission(template.account, said, source)] };
}
