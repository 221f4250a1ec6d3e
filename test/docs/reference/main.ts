/** `npm run docs:reference`: writes `docs/reference.md` anew. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { referencePage, root } from "./page.ts";

await writeFile(join(root, "docs/reference.md"), await referencePage());
