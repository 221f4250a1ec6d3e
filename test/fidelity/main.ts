/** `npm run docs:fidelity`: writes `docs/fidelity.md` anew from the action tables and the tests. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fidelityPage } from "./page.ts";
import { root } from "./sources.ts";

await writeFile(join(root, "docs/fidelity.md"), await fidelityPage());
