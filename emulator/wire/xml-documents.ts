import { XmlCodec } from "@aws-sdk/core/protocols";
import { parseXML } from "@aws-sdk/xml-builder";
import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../model/service-error.ts";
import { requiredMembers } from "./operations.ts";

const dateTime = 5;

const readCodec = new XmlCodec({
  timestampFormat: { useTrait: true, default: dateTime },
  httpBindings: true,
  xmlNamespace: "",
  serviceNamespace: "com.amazonaws.s3",
} as never);

/** Reads an XML document by its schema and refuses what the schema does not have. */
export function readXmlDocument(schema: NormalizedSchema, bytes: Buffer, root: string | undefined): unknown {
  const text = bytes.toString("utf8");
  // S3's schema has no document types, and entities are a way to exhaust a parser.
  if (text.includes("<!DOCTYPE") || text.includes("<!ENTITY")) throw malformedXml();
  let parsed: Record<string, unknown>;
  try {
    parsed = parseXML(text) as Record<string, unknown>;
  } catch {
    throw malformedXml();
  }
  const [name, content] = Object.entries(parsed)[0] ?? [];
  if (name === undefined || (root !== undefined && withoutPrefix(name) !== root)) throw malformedXml();
  if (!fitsSchema(schema, content, 0)) throw malformedXml();
  try {
    return readCodec.createDeserializer().readSchema(schema, content);
  } catch {
    throw malformedXml();
  }
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const maxDepth = 16;

function fitsSchema(schema: NormalizedSchema, value: unknown, depth: number): boolean {
  if (depth > maxDepth) return false;
  if (value === undefined || value === null) return true;
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    if (schema.getMergedTraits().xmlFlattened) return [value].flat().every((each) => fitsSchema(item, each, depth + 1));
    if (value === "") return true;
    const name = (item.getMergedTraits().xmlName as string | undefined) ?? "member";
    if (typeof value !== "object" || Object.keys(value).some((key) => key !== name && !key.startsWith("xmlns")))
      return false;
    return [(value as Record<string, unknown>)[name]].flat().every((each) => fitsSchema(item, each, depth + 1));
  }
  if (Array.isArray(value)) return false;
  if (!schema.isStructSchema()) {
    if (typeof value !== "string") return false;
    if (schema.isNumericSchema()) return /^-?\d+$/.test(value.trim());
    if (schema.isBooleanSchema()) return /^\s*(true|false)\s*$/i.test(value);
    return true;
  }
  const given = typeof value === "object" ? (value as Record<string, unknown>) : {};
  if (typeof value === "string" && value.trim() !== "") return false;
  const known = new Map<string, NormalizedSchema>();
  for (const [member, memberSchema] of schema.structIterator()) {
    known.set((memberSchema.getMergedTraits().xmlName as string | undefined) ?? member, memberSchema);
  }
  for (const [name, each] of Object.entries(given)) {
    if (name === "xmlns" || name.startsWith("xmlns:") || name.startsWith("xsi:")) continue;
    const memberSchema = known.get(name);
    if (memberSchema === undefined || !fitsSchema(memberSchema, each, depth + 1)) return false;
  }
  const members = schema.getMemberSchemas();
  return requiredMembers(schema).every((member) => {
    const name = (members[member]?.getMergedTraits().xmlName as string | undefined) ?? member;
    return given[name] !== undefined;
  });
}

export function malformedXml(): ServiceError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return new ServiceError("MalformedXML", message, 400);
}
