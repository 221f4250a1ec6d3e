import { XmlText } from "@aws-sdk/xml-builder";

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Characters that XML 1.0 has no way to write (section 2.2). */
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** `<Code>…</Code><Message>…</Message>`, escaped. Names are ours; values may be anybody's. */
export function errorFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${new XmlText(value.replace(unwritable, "\ufffd")).toString()}</${name}>`)
    .join("");
}
