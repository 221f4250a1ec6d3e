import { XmlText } from "@aws-sdk/xml-builder";

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** `<Code>…</Code><Message>…</Message>`, escaped. Names are ours; values may be anybody's. */
export function errorFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${new XmlText(value).toString()}</${name}>`)
    .join("");
}
