import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { PolicyText } from "../configuration.ts";
import type { SourceLocation } from "../source.ts";
import { type JsonDocument, type JsonPath, pathText, refuseDepth } from "./json-document.ts";
import { LineStarts } from "./line-starts.ts";

/**
 * A file that is a policy document. It need not be JSON, nor a policy: that AWS refuses it is a finding about the
 * configuration, and the verdict on it is AWS's.
 */
export function policyInFile(name: string, file: string, written: string): PolicyText {
  // A byte-order mark is the file's, and no part of the document.
  const text = written.replace(/^\ufeff/, "");
  refuseDepth(text, file);
  return {
    name,
    text,
    source: { file, line: 1, column: 1 },
    ...statementsOf({ file, text, path: [] }),
    ...(text === written && { file: { name: file, text, format: "json", path: [] } }),
  };
}

/** A policy document that is a value of a JSON file. */
export function policyInside(name: string, document: JsonDocument, path: JsonPath): PolicyText {
  const { file, text } = document;
  return {
    name,
    text: document.textAt(path),
    source: document.locationOf(path),
    ...statementsOf({ file, text, path }),
    file: { name: file, text, format: "json", path },
  };
}

interface Place {
  readonly file: string;
  readonly text: string;
  readonly path: JsonPath;
}

function statementsOf({ file, text, path }: Place): Pick<PolicyText, "statements"> {
  const errors: unknown[] = [];
  const root = parseTree(text, errors as never[], { disallowComments: true });
  const statement = root && findNodeAtLocation(root, [...path, "Statement"]);
  if (errors.length > 0 || statement === undefined) return {};
  const lines = new LineStarts(text);
  const locationOf = (node: Node, index?: number): SourceLocation => ({
    file,
    ...lines.positionOf(node.offset),
    path: pathText([...path, "Statement", ...(index === undefined ? [] : [index])]),
  });
  const { type, children = [] } = statement;
  return { statements: type === "array" ? children.map(locationOf) : [locationOf(statement)] };
}
