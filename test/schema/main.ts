/** `npm run update:schema`: writes `crosscheck.schema.json` anew from what `check` takes. */
import { writeFile } from "node:fs/promises";
import { manifestSchema, schemaFile } from "./manifest.ts";

await writeFile(schemaFile, manifestSchema());
