import { actionTableModule } from "./levels.ts";
import { actionNamesModule, actionsWithoutResourceModule } from "./table.ts";

/** Each table that is written, by its file. */
export const modules: Readonly<Record<string, () => Promise<string>>> = {
  "emulator/policy/action-names.ts": actionNamesModule,
  "emulator/policy/actions-without-resource.ts": actionsWithoutResourceModule,
  "check/access/action-table.ts": actionTableModule,
};
