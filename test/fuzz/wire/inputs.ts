import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as firehose from "@aws-sdk/client-firehose";
import * as iam from "@aws-sdk/client-iam";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { StaticOperationSchema } from "@smithy/types";
import type { HandMade } from "../../support/signed.ts";
import type { Chance } from "./chance.ts";
import { inputSchema, operationsIn, policyText, valueFor } from "./documents.ts";

/** A request before it is signed. */
export interface Input {
  readonly kind: string;
  readonly service: string;
  readonly message: HandMade;
  /** What S3 signs in place of the body's hash. */
  readonly payload?: string;
}

type Make = (chance: Chance) => Input;

/** Every kind of input, each as often as it stands here. */
const makers: readonly Make[] = [json, json, json, cbor, query, query, object, object, object, chunked, policy];

export function makeInput(chance: Chance): Input {
  return chance.pick(makers)(chance);
}

const jsonServices = [
  { service: "kinesis", prefix: "Kinesis_20131202", operations: operationsIn(kinesis) },
  { service: "firehose", prefix: "Firehose_20150804", operations: operationsIn(firehose) },
  { service: "kms", prefix: "TrentService", operations: operationsIn(kms) },
  { service: "monitoring", prefix: "GraniteServiceVersion20100801", operations: operationsIn(cloudwatch) },
] as const;

function json(chance: Chance): Input {
  const { service, prefix, operations } = chance.pick(jsonServices);
  const operation = chance.pick(operations);
  const document = Buffer.from(JSON.stringify(valueFor(chance, inputSchema(operation))) ?? "");
  const name = chance.oneIn(30) ? headerText(chance) : operation[2];
  return {
    kind: "json",
    service,
    message: {
      method: chance.oneIn(30) ? chance.pick(["GET", "PUT", "DELETE"]) : "POST",
      target: chance.oneIn(30) ? `/?${parameter(chance)}` : "/",
      headers: {
        "content-type": chance.oneIn(30) ? headerText(chance) : "application/x-amz-json-1.1",
        "x-amz-target": `${chance.oneIn(30) ? headerText(chance) : prefix}.${name}`,
      },
      body: chance.oneIn(4) ? chance.mutated(document) : document,
    },
  };
}

/** The first byte decides what CBOR reads next: lengths beyond all measure, endless lists, tags. */
function cbor(chance: Chance): Input {
  const starts = [0xa1, 0xbf, 0x9b, 0x5b, 0x7b, 0xbb, 0x9f, 0xc1, 0xd8, 0xf9, 0xff, 0x82];
  const body = Buffer.concat([Buffer.from([chance.pick(starts)]), chance.bytes(chance.integer(60))]);
  return {
    kind: "cbor",
    service: "kinesis",
    message: {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-cbor-1.1",
        "x-amz-target": `Kinesis_20131202.${chance.pick(jsonServices[0].operations)[2]}`,
      },
      body: chance.oneIn(3) ? Buffer.concat([Buffer.alloc(chance.integer(3_000), 0x81), body]) : body,
    },
  };
}

const queryServices = [
  { service: "iam", version: "2010-05-08", operations: operationsIn(iam) },
  { service: "sts", version: "2011-06-15", operations: operationsIn(sts) },
] as const;

function query(chance: Chance): Input {
  const { service, version, operations } = chance.pick(queryServices);
  const operation = chance.pick(operations);
  const parameters = [
    `Action=${chance.oneIn(30) ? encodeURIComponent(wellFormed(chance.text())) : operation[2]}`,
    `Version=${chance.oneIn(30) ? "1" : version}`,
    ...flatten("", valueFor(chance, inputSchema(operation))),
  ];
  const form = Buffer.from(parameters.join("&"));
  return {
    kind: "query",
    service,
    message: {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: chance.oneIn(4) ? chance.mutated(form) : form,
    },
  };
}

function flatten(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => flatten(`${name}.member.${at + 1}`, item));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, member]) => flatten(name === "" ? key : `${name}.${key}`, member));
  }
  return [`${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(String(value)))}`];
}

interface HttpOperation {
  readonly operation: StaticOperationSchema;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly members: readonly { readonly name: string; readonly schema: NormalizedSchema }[];
}

const objectOperations: readonly HttpOperation[] = operationsIn(s3).flatMap((operation) => {
  const http = (operation[3] as { http?: [string, string, number] }).http;
  const schema = inputSchema(operation);
  if (http === undefined || schema.isUnitSchema()) return [];
  const [path = "/", literals = ""] = http[1].split("?");
  const members = [...schema.structIterator()].map(([name, member]) => ({ name, schema: member }));
  return [{ operation, method: http[0], path, query: literals, members }];
});

const keys = ["", "/owned", "/a%20b", "/%2e%2e/x", "//", "/%00", "/%f0%9f%96%8b", "/x?", "/trailing/"];

function object(chance: Chance): Input {
  const { method, path, query: literals, members } = chance.pick(objectOperations);
  const headers: Record<string, string> = {};
  const parameters = literals === "" ? [] : [literals];
  let body: Buffer = Buffer.alloc(0);
  for (const { name, schema } of members) {
    const traits = schema.getMergedTraits();
    if (traits.httpPayload) {
      const xmlName = String(traits.xmlName ?? schema.getName() ?? name);
      body = schema.isStructSchema() ? Buffer.from(toXml(xmlName, valueFor(chance, schema))) : chance.bytes(50);
    } else if (!chance.oneIn(5)) continue;
    else if (traits.httpHeader !== undefined) headers[String(traits.httpHeader).toLowerCase()] = headerText(chance);
    else if (traits.httpPrefixHeaders !== undefined) headers[`${traits.httpPrefixHeaders}note`] = headerText(chance);
    else if (traits.httpQuery !== undefined)
      parameters.push(`${traits.httpQuery}=${encodeURIComponent(wellFormed(chance.text()))}`);
  }
  if (chance.oneIn(10)) parameters.push(parameter(chance));
  if (chance.oneIn(10))
    headers[`x-amz-${chance.pick(["meta-a", "acl", "tagging", "copy-source", "invented"])}`] = headerText(chance);
  const key = path === "/{Key+}" || chance.oneIn(10) ? chance.pick(keys) : "";
  // Node's client writes this one in an encoding of its own, and so bytes that are no HTTP.
  if (/[^ -~]/.test(headers["content-disposition"] ?? "")) delete headers["content-disposition"];
  const { "content-length": _length, host: _host, ...rest } = headers;
  return {
    kind: "s3",
    service: "s3",
    message: {
      method: chance.oneIn(20) ? chance.pick(["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"]) : method,
      target:
        `/${chance.oneIn(10) ? "no-such-bucket" : "fuzzed-bucket"}${key}${parameters.length > 0 ? `?${parameters.join("&")}` : ""}`.replace(
          "??",
          "?",
        ),
      headers: rest,
      body: chance.oneIn(3) ? chance.mutated(body) : body,
    },
  };
}

function toXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => toXml(name, item)).join("");
  if (typeof value === "object" && value !== null) {
    const inner = Object.entries(value).map(([key, member]) =>
      toXml(key.replace(/[^A-Za-z0-9_]/g, "x") || "x", member),
    );
    return `<${name}>${inner.join("")}</${name}>`;
  }
  return `<${name}>${String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</${name}>`;
}

function chunked(chance: Chance): Input {
  const chunks = Array.from({ length: chance.integer(3) }, () => chance.bytes(chance.integer(100)));
  const trailer = chance.pick(["", "x-amz-checksum-crc32:AAAAAA==\r\n", "x-amz-meta-a:b\r\n", ":\r\n", "none\r\n"]);
  const parts = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from("\r\n"),
  ]);
  const body = Buffer.concat([...parts, Buffer.from(`0\r\n${trailer}\r\n`)]);
  const length = chunks.reduce((bytes, chunk) => bytes + chunk.length, 0);
  return {
    kind: "chunked",
    service: "s3",
    message: {
      method: "PUT",
      target: "/fuzzed-bucket/chunked",
      headers: {
        "content-encoding": "aws-chunked",
        "x-amz-decoded-content-length": chance.oneIn(8)
          ? chance.pick(["", "-1", "x", "99999999999999"])
          : String(length),
        ...(trailer.startsWith("x-amz") && { "x-amz-trailer": trailer.split(":")[0] ?? "" }),
      },
      body: chance.oneIn(2) ? chance.mutated(body) : body,
    },
    payload: chance.pick([
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    ]),
  };
}

function policy(chance: Chance): Input {
  const text = policyText(chance);
  if (chance.oneIn(2)) {
    return { kind: "policy", service: "s3", message: { method: "PUT", target: "/fuzzed-bucket?policy", body: text } };
  }
  const encoded = encodeURIComponent(wellFormed(text));
  const calls = [
    `Action=PutRolePolicy&RoleName=fuzzed&PolicyName=p&PolicyDocument=${encoded}`,
    `Action=UpdateAssumeRolePolicy&RoleName=fuzzed&PolicyDocument=${encoded}`,
    `Action=CreatePolicy&PolicyName=p${chance.integer(1_000)}&PolicyDocument=${encoded}`,
    `Action=CreateRole&RoleName=r${chance.integer(1_000)}&AssumeRolePolicyDocument=${encoded}`,
  ];
  return {
    kind: "policy",
    service: "iam",
    message: {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `${chance.pick(calls)}&Version=2010-05-08`,
    },
  };
}

function parameter(chance: Chance): string {
  const name = encodeURIComponent(wellFormed(chance.text())) || "a";
  return chance.oneIn(3) ? name : `${name}=${encodeURIComponent(wellFormed(chance.text()))}`;
}

/** What an HTTP library lets into a header. */
function headerText(chance: Chance): string {
  return chance
    .text()
    .replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, "?")
    .trim();
}

const wellFormed = (text: string) => text.toWellFormed();
