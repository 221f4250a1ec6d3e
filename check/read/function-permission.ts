import { formatArn } from "../../emulator/index.ts";
import type { FunctionPermission } from "../configuration.ts";
import type { AccountAndRegion } from "./account-of-side.ts";

/**
 * What a permission of a function says, as its own policy has it. Source: Lambda API Reference, AddPermission.
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
  const arn = functionArn({ id, region }, name);
  return { functionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`, action, principal, source };
}

/** ARN of a function that is named by its name, by a part of its ARN or by all of it. */
export function functionArn({ id, region }: AccountAndRegion, name: string): string {
  const [, account = id, bare = name] = /^(\d{12}):(?:function:)?(.+)$/.exec(name) ?? [];
  return name.startsWith("arn:") ? name : formatArn("lambda", region, account, `function:${bare}`);
}
