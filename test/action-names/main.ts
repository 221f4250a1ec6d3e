/** `npm run update:actions`: writes the tables of actions anew from the data that is installed. */
import { writeFile } from "node:fs/promises";
import { modules } from "./modules.ts";
import { root } from "./table.ts";

for (const [file, text] of Object.entries(modules)) await writeFile(new URL(file, root), await text());
