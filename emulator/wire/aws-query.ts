import { XmlCodec } from "@aws-sdk/core/protocols";
import { FromStringShapeDeserializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema, StaticStructureSchema } from "@smithy/types";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import { callTooLong } from "./errors.ts";
import { inputOf, outputOf } from "./operations.ts";
import type { Protocol } from "./protocol.ts";
import { parseQuery, type WireRequest } from "./request.ts";
import { isSigningParameter, refuseUnknownHeaders } from "./rpc-parts.ts";
import { errorFields, xmlDeclaration } from "./xml.ts";

const dateTime = 5;

/** Policies are the largest thing that IAM takes: 131,072 characters, percent-encoded. */
const maxBodyBytes = 1024 * 1024;
const limits: BodyLimits = { maxBytes: maxBodyBytes, inMemoryBytes: maxBodyBytes, tooLong: callTooLong };

/**
 * Forms in, XML out, as IAM and STS speak. Source: the Smithy specification, "AWS query protocol".
 */
export function awsQuery(
  operations: ReadonlyMap<string, StaticOperationSchema>,
  settings: { readonly version: string; readonly xmlNamespace: string },
): Protocol {
  const xml = new XmlCodec({
    timestampFormat: { useTrait: true, default: dateTime },
    httpBindings: false,
    xmlNamespace: settings.xmlNamespace,
    serviceNamespace: settings.xmlNamespace,
  } as never);
  const envelopes = new WeakMap<object, StaticStructureSchema>();

  return {
    limits,
    async parse(request, body) {
      refuseUnknownHeaders(request);
      const form = readForm(request, (await body.bytes()).toString("utf8"));
      const name = form.get("Action") ?? "";
      const version = form.get("Version") ?? settings.version;
      const operation = operations.get(name);
      if (operation === undefined || version !== settings.version) {
        throw new ServiceError("InvalidAction", `Could not find operation ${name} for version ${version}`, 400);
      }
      form.delete("Action");
      form.delete("Version");
      return { operation, input: readStructure(inputOf(operation), treeOf(form), ""), handsOverBody: false };
    },
    answer(operation, output, _request, requestId) {
      let envelope = envelopes.get(operation);
      if (envelope === undefined) {
        envelope = responseEnvelope(operation);
        envelopes.set(operation, envelope);
      }
      const serializer = xml.createSerializer();
      const result = outputOf(operation).isUnitSchema() ? {} : { [`${operation[2]}Result`]: output };
      serializer.write(envelope, { ...result, ResponseMetadata: { RequestId: requestId } });
      return { status: 200, headers: headers(requestId), body: serializer.flush() as string };
    },
    refuse(error, _request, requestId) {
      const type = error.httpStatus < 500 ? "Sender" : "Receiver";
      const fields = errorFields({ Type: type, Code: error.code, Message: error.message, ...error.fields });
      const body = `<ErrorResponse xmlns="${settings.xmlNamespace}"><Error>${fields}</Error>${errorFields({ RequestId: requestId })}</ErrorResponse>`;
      return {
        status: error.httpStatus,
        headers: { ...headers(requestId), ...error.headers },
        body: xmlDeclaration + body,
      };
    },
  };
}

/**
 * The query protocol of a service that has moved on to JSON: its errors keep the codes of before, without `Exception`.
 * Source: the Smithy specification, `awsQueryCompatible`; statuses as the other query services have them.
 */
export function queryBesideJson(
  operations: ReadonlyMap<string, StaticOperationSchema>,
  settings: { readonly version: string; readonly xmlNamespace: string },
): Protocol {
  const query = awsQuery(operations, settings);
  return {
    ...query,
    refuse(error, request, requestId) {
      const code = formerCodes.get(error.code) ?? error.code.replace(/Exception$/, "");
      const status = forbidden.has(code) ? 403 : error.httpStatus;
      const { isAuthFailure, fields, headers: extra } = error;
      const told = new ServiceError(code, error.message, status, { isAuthFailure, fields, headers: extra });
      return query.refuse(told, request, requestId);
    },
  };
}

const forbidden: ReadonlySet<string> = new Set(["AccessDenied", "SignatureDoesNotMatch", "InvalidClientTokenId"]);

const formerCodes: ReadonlyMap<string, string> = new Map([
  ["ValidationException", "ValidationError"],
  ["InvalidSignatureException", "SignatureDoesNotMatch"],
  ["UnrecognizedClientException", "InvalidClientTokenId"],
]);

function headers(requestId: string): Record<string, string> {
  return { "content-type": "text/xml", "x-amzn-requestid": requestId };
}

const metadataSchema: StaticStructureSchema = [3, "query", "ResponseMetadata", 0, ["RequestId"], [0]];

/** `<CreateRoleResponse><CreateRoleResult/>…<ResponseMetadata/></CreateRoleResponse>` as a schema. */
function responseEnvelope(operation: StaticOperationSchema): StaticStructureSchema {
  const name = operation[2];
  if (outputOf(operation).isUnitSchema()) {
    return [3, "query", `${name}Response`, 0, ["ResponseMetadata"], [() => metadataSchema]];
  }
  const members = [`${name}Result`, "ResponseMetadata"];
  return [3, "query", `${name}Response`, 0, members, [() => operation[5] as never, () => metadataSchema]];
}

function malformed(message: string): ServiceError {
  return new ServiceError("MalformedInput", message, 400);
}

function readForm(request: WireRequest, body: string): Map<string, string> {
  const form = new Map<string, string>();
  for (const parameters of [request.query, parseQuery(body.replaceAll("+", "%20"))]) {
    for (const [key, [value = "", ...more]] of parameters) {
      if (more.length > 0 || form.has(key)) throw notImplemented(`The parameter \`${key}\` given twice`);
      form.set(key, value);
    }
  }
  return form;
}

/** `A.member.1.B=x` as nested maps; a leaf has text. */
interface Tree {
  text?: string;
  readonly children: Map<string, Tree>;
}

/** Deep nesting is no shape of IAM or STS, only a way to exhaust the reader. */
const maxDepth = 20;

function treeOf(form: ReadonlyMap<string, string>): Tree {
  const root: Tree = { children: new Map() };
  for (const [key, value] of form) {
    if (isSigningParameter(key)) continue;
    const path = key.split(".");
    if (path.length > maxDepth) throw malformed(`The parameter ${key.slice(0, 60)} is nested too deep.`);
    let node = root;
    for (const part of path) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = value;
  }
  return root;
}

function readStructure(schema: NormalizedSchema, tree: Tree, path: string): Record<string, unknown> {
  const structure: Record<string, unknown> = {};
  const unread = new Set(tree.children.keys());
  if (!schema.isUnitSchema()) {
    for (const [name, member] of schema.structIterator()) {
      const wireName = (member.getMergedTraits().xmlName as string | undefined) ?? name;
      const child = tree.children.get(wireName);
      unread.delete(wireName);
      if (child !== undefined) structure[name] = readValue(member, child, join(path, wireName));
    }
  }
  for (const name of unread) throw notImplemented(`The parameter \`${join(path, name)}\``);
  return structure;
}

const fromText = new FromStringShapeDeserializer({
  timestampFormat: { useTrait: true, default: dateTime },
  httpBindings: false,
} as never);

function readValue(schema: NormalizedSchema, tree: Tree, path: string): unknown {
  if (schema.isStructSchema()) return readStructure(schema, tree, path);
  if (schema.isListSchema()) return readList(schema, tree, path);
  if (schema.isMapSchema()) return readMap(schema, tree, path);
  if (tree.children.size > 0) throw malformed(`The parameter ${path} takes one value.`);
  const text = tree.text ?? "";
  if (schema.isNumericSchema() && !/^-?\d+(\.\d+)?$/.test(text))
    throw malformed(`${path}: \`${text}\` is not a number.`);
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text))
    throw malformed(`${path}: \`${text}\` is not true or false.`);
  try {
    return fromText.read(schema, text);
  } catch {
    throw malformed(`${path}: \`${text}\` cannot be read.`);
  }
}

function readList(schema: NormalizedSchema, tree: Tree, path: string): unknown[] {
  // `Tags=` with no number is how a client sends an empty list.
  if (tree.children.size === 0) return [];
  const flattened = schema.getMergedTraits().xmlFlattened;
  const item = schema.getValueSchema();
  const itemName = (item.getMergedTraits().xmlName as string | undefined) ?? "member";
  const numbered = flattened ? tree : tree.children.get(itemName);
  if (numbered === undefined || (!flattened && tree.children.size > 1))
    throw malformed(`The list ${path} is not numbered.`);
  return [...numbered.children]
    .map(([number, child]) => {
      if (!/^[1-9]\d{0,3}$/.test(number)) throw malformed(`The list ${path} is not numbered.`);
      return { number: Number(number), value: readValue(item, child, `${path}.${number}`) };
    })
    .sort((a, b) => a.number - b.number)
    .map(({ value }) => value);
}

function readMap(schema: NormalizedSchema, tree: Tree, path: string): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  const entries = schema.getMergedTraits().xmlFlattened
    ? tree
    : (tree.children.get("entry") ?? { children: new Map() });
  for (const entry of entries.children.values()) {
    const key = entry.children.get("key")?.text;
    const value = entry.children.get("value");
    if (key === undefined || value === undefined || key === "__proto__")
      throw malformed(`The map ${path} is malformed.`);
    map[key] = readValue(schema.getValueSchema(), value, join(path, key));
  }
  return map;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
