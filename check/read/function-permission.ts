import { formatArn } from "../../emulator/index.ts";
import type { FunctionPermission } from "../configuration.ts";
import type { AccountAndRegion } from "./account-of-side.ts";

/**
 * What a permission of a function says, as its own policy has it. A function is named by its name, by a part of its ARN or
 * by all of it. Source: Lambda API Reference, AddPermission.
 */
export function functionPermission(
  { id, region }: AccountAndRegion,
  {
    name,
    qualifier,
    action,
    principal,
  }: Readonly<Record<"name" | "action" | "principal", string>> & {
    readonly qualifier?: string | undefined;
  },
  source: FunctionPermission["source"],
): FunctionPermission {
  const [, account = id, bare = name] = /^(\d{12}):(?:function:)?(.+)$/.exec(name) ?? [];
  const arn = name.startsWith("arn:") ? name : formatArn("lambda", region, account, `function:${bare}`);
  return { functionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`, action, principal, source };
}
