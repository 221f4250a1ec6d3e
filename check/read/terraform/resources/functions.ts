import type { Draft } from "../../draft.ts";
import { functionPermission } from "../../function-permission.ts";
import type { Reading } from "../reading.ts";

/** aws_lambda_permission. */
export function readFunctionPermission({ account, source, text }: Reading): Partial<Draft> {
  const said = {
    name: text("function_name") ?? "",
    qualifier: text("qualifier"),
    action: text("action") ?? "",
    principal: text("principal") ?? "",
  };
  return { functionPermissions: [functionPermission(account, said, source)] };
}
