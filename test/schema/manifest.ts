import { toJsonSchema } from "@valibot/to-json-schema";
import { endpoint, processing } from "../../check/read/destination-schema.ts";
import { manifest, policy, publicAccessBlock } from "../../check/read/folder-schema.ts";

/** In the root of the package, as its users refer to it. */
export const schemaFile = new URL("../../crosscheck.schema.json", import.meta.url);

/** The JSON Schema of `crosscheck.json`, as the file is to be. */
export function manifestSchema(): string {
  const schema = toJsonSchema(manifest, {
    typeMode: "input",
    errorMode: "ignore",
    definitions: { policy, publicAccessBlock, processing, endpoint },
    overrideSchema: withWords,
  });
  const { $schema, description: _, ...described } = schema;
  const whole = {
    $schema,
    title: "crosscheck.json",
    description: "A delivery from Amazon Data Firehose to S3 across two accounts, for `crosscheck check`.",
    ...described,
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

interface Converted {
  readonly valibotSchema: object;
  readonly jsonSchema: object;
}

/** What messages say of a value, editors say of it too. */
function withWords({ valibotSchema, jsonSchema }: Converted) {
  const { message } = valibotSchema as { readonly message?: unknown };
  return typeof message === "string"
    ? { ...jsonSchema, description: message.replace(/^must (?:be )?(?:text: )?/, "") }
    : undefined;
}
