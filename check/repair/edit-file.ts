import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { SourceFile } from "../configuration.ts";
import type { Edit } from "./change.ts";
import { edited } from "./edit-json.ts";
import { editedYaml } from "./edit-yaml.ts";
import { type WrittenEdit, writtenEdits } from "./written-edits.ts";

/** The text of a file with a policy document in it changed. `document` is what it comes to, functions worked out. */
export function editedFile(
  text: string,
  { format, path }: Pick<SourceFile, "format" | "path">,
  document: unknown,
  edits: readonly Edit[],
): string {
  if (format === "yaml") return editedYaml(text, path, document, edits);
  return writtenEdits(document, edits).reduce(
    (before, edit) => applied(before, { ...edit, path: [...path, ...edit.path] }),
    text,
  );
}

function applied(text: string, edit: WrittenEdit): string {
  switch (edit.kind) {
    case "set":
      return edited(text, [{ path: edit.path, value: edit.value }]);
    case "remove":
      return edited(text, [{ path: edit.path, value: undefined }]);
    case "append":
      return edited(text, [{ path: [...edit.path, nodeAt(text, edit.path).children?.length ?? 0], value: edit.value }]);
    case "list": {
      const { offset, length } = nodeAt(text, edit.path);
      const items = [text.slice(offset, offset + length), ...edit.others.map((other) => JSON.stringify(other))];
      return `${text.slice(0, offset)}[${items.join(", ")}]${text.slice(offset + length)}`;
    }
  }
}

function nodeAt(text: string, path: Edit["path"]) {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, [...path]);
  if (node === undefined) throw new RangeError(`there is nothing at ${path.join(".")}`);
  return node;
}
