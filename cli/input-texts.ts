import { mostBytes } from "../check/read/bounded-file.ts";
import { givenInput, type InputText } from "../check/read/inputs.ts";
import { isTerraformFolder } from "../check/read/terraform-folder.ts";
import type { Streams } from "./streams.ts";
import { plannedJson } from "./terraform-plan.ts";
import { UsageError } from "./usage-error.ts";

type Texts = ReadonlyMap<string, InputText>;

/** What inputs hold that are no files: `-` is read to its end. Rejects with a `UsageError`. */
export async function textsOf(
  inputs: readonly string[],
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): Promise<Texts> {
  const own = inputs.filter((input) => givenInput(input).path === "-");
  if (own.length === 0) return new Map();
  if (own.length > 1) throw new UsageError("`-` is standard input: name it once");
  return new Map([["-", { name: "standard input", bytes: await readToEnd(stdin) }]]);
}

/** The same with the plans of the folders of Terraform's source. Rejects with a `UsageError`, or as `plannedJson` does. */
export async function textsPlanned(inputs: readonly string[], streams: Pick<Streams, "stderr">): Promise<Texts> {
  const folders: string[] = [];
  for (const path of new Set(inputs.map((input) => givenInput(input).path))) {
    if (await isTerraformFolder(path)) folders.push(path);
  }
  if (folders.length === 0) throw new UsageError("--plan plans a folder of Terraform's source: name one");
  const texts = new Map(await textsOf(inputs));
  for (const folder of folders) texts.set(folder, { name: folder, bytes: await plannedJson(folder, streams) });
  return texts;
}

async function readToEnd(stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) {
      throw new UsageError(
        `standard input has more than ${mostBytes / 1024 / 1024} MiB: give only what describes the delivery`,
      );
    }
  }
  return Buffer.concat(chunks);
}
