import { stat } from "node:fs/promises";
import { relative } from "node:path";
import { type InputOptions, manifestToSave } from "./check-inputs.ts";
import { writeOutputFile } from "./output-file.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

/** A `crosscheck.json` that is written once the check is through. */
export interface OpenManifest {
  write(output: Pick<Streams["stdout"], "write">): Promise<void>;
}

/** Rejects with a `UsageError` where it cannot be written: what is there already is nobody's to replace. */
export async function openManifest(options: InputOptions): Promise<OpenManifest> {
  const { file, text } = await manifestToSave(options);
  const name = relative(process.cwd(), file);
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UsageError(`${name} is there already: check it, or remove it and save again`);
  return {
    async write(output) {
      await writeOutputFile(file, text).catch((error: Error) => {
        throw new UsageError(`${name} could not be written: ${error.message}`);
      });
      output.write(
        `\nsaved ${name}: crosscheck check ${relative(process.cwd(), file.replace(/[^/\\]*$/, "")) || "."}\n`,
      );
    },
  };
}
