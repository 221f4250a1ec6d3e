import { type Document, type ParsedNode, parseDocument } from "yaml";

/** What the parser makes of a text: its nodes, and its mistakes with where they are. */
export function documentOf(text: string): Document.Parsed<ParsedNode, false> {
  return parseDocument<ParsedNode, false>(text, {
    prettyErrors: false,
    schema: "core",
    // The parser would look through all that came before at each name; the tree looks at each once.
    uniqueKeys: false,
    merge: false,
    // Silent, it would leave out what follows a first document.
    logLevel: "error",
  });
}
