/** `npm run update:actions`: writes tables of actions in `emulator/policy/` anew from the data that is installed. */
import { writeFile } from "node:fs/promises";
import { actionNamesModule, actionsWithoutResourceModule, root } from "./table.ts";

await writeFile(new URL("emulator/policy/action-names.ts", root), await actionNamesModule());
await writeFile(new URL("emulator/policy/actions-without-resource.ts", root), await actionsWithoutResourceModule());
