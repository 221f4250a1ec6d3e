import { FromStringShapeDeserializer, ToStringShapeSerializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../model/service-error.ts";

/** Where each member of a structure travels in an HTTP message. */
export interface HttpBindings {
  /** By header name, in lower case: a message has few headers, a structure of S3 has dozens. */
  readonly headers: ReadonlyMap<string, Binding>;
  readonly prefixHeaders: readonly Binding[];
  /** By parameter name. */
  readonly query: ReadonlyMap<string, Binding>;
  readonly labels: readonly Binding[];
  /** The member that is the whole body. */
  readonly payload: Binding | undefined;
  readonly statusCode: Binding | undefined;
  /** Members that share the body as a document. */
  readonly body: readonly Binding[];
}

export interface Binding {
  readonly member: string;
  /** Header (lower case), header prefix or query parameter. */
  readonly wireName: string;
  readonly schema: NormalizedSchema;
  /** A plain text, which is written as it is. */
  readonly isText: boolean;
}

const bindings = new WeakMap<NormalizedSchema, HttpBindings>();

export function httpBindingsOf(structure: NormalizedSchema): HttpBindings {
  const known = bindings.get(structure);
  if (known !== undefined) return known;
  const found = {
    headers: new Map<string, Binding>(),
    prefixHeaders: [] as Binding[],
    query: new Map<string, Binding>(),
    labels: [] as Binding[],
    payload: undefined as Binding | undefined,
    statusCode: undefined as Binding | undefined,
    body: [] as Binding[],
  };
  if (!structure.isUnitSchema()) {
    for (const [member, schema] of structure.structIterator()) {
      const traits = schema.getMergedTraits();
      const isText = schema.isStringSchema() && traits.mediaType === undefined;
      const binding = (wireName: unknown): Binding => ({ member, schema, isText, wireName: wireName as string });
      const header = (traits.httpHeader as string | undefined)?.toLowerCase();
      if (header !== undefined) found.headers.set(header, binding(header));
      else if (traits.httpPrefixHeaders !== undefined) found.prefixHeaders.push(binding(traits.httpPrefixHeaders));
      else if (traits.httpQuery !== undefined) found.query.set(traits.httpQuery as string, binding(traits.httpQuery));
      else if (traits.httpLabel) found.labels.push(binding(member));
      else if (traits.httpPayload) found.payload = binding(member);
      else if (traits.httpResponseCode) found.statusCode = binding(member);
      else found.body.push(binding(traits.xmlName ?? member));
    }
  }
  bindings.set(structure, found);
  return found;
}

const dateTime = 5;
const settings = { timestampFormat: { useTrait: true, default: dateTime }, httpBindings: true } as never;
const fromText = new FromStringShapeDeserializer(settings);
const toText = new ToStringShapeSerializer(settings);

/** Reads a header or query value as its schema says. Throws InvalidArgument naming it where it cannot. */
export function readText(binding: Binding, text: string): unknown {
  const { schema } = binding;
  if (binding.isText) return text;
  const unreadable =
    (schema.isNumericSchema() && !/^-?\d+$/.test(text)) || (schema.isBooleanSchema() && !/^(true|false)$/i.test(text));
  try {
    if (!unreadable) return fromText.read(schema, text);
  } catch {
    // Falls through to the one error.
  }
  throw new ServiceError(
    "InvalidArgument",
    `Provided ${binding.wireName} not an integer or within integer range`,
    400,
    {
      fields: { ArgumentName: binding.wireName, ArgumentValue: text },
    },
  );
}

export function writeText(binding: Binding, value: unknown): string {
  if (binding.isText && typeof value === "string") return value;
  toText.write(binding.schema, value);
  return toText.flush();
}
