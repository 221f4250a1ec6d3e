/** `npm run update:actions`: writes `emulator/policy/action-names.ts` anew from the data that is installed. */
import { writeFile } from "node:fs/promises";
import { actionNamesModule, root } from "./table.ts";

await writeFile(new URL("emulator/policy/action-names.ts", root), await actionNamesModule());
