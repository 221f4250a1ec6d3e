/** `npm run update:condition-keys`: writes `emulator/policy/condition-key-names.ts` anew from the data that is installed. */
import { writeFile } from "node:fs/promises";
import { conditionKeyNamesModule, root } from "./table.ts";

await writeFile(new URL("emulator/policy/condition-key-names.ts", root), await conditionKeyNamesModule());
