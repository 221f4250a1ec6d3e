import { basename, dirname, isAbsolute, relative, resolve } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Configuration, Reference, SourceFile } from "../configuration.ts";
import { manifestMember } from "../places/manifest.ts";
import { findPolicy, holderOf, type PolicyPlace, placeText } from "../places/places.ts";
import { terraformText } from "../places/terraform.ts";
import type { SourceLocation } from "../source.ts";
import { marksIn } from "../unknown/texts.ts";
import { apply } from "./apply.ts";
import type { ConfigurationChange } from "./change.ts";
import { editedFile } from "./edit-file.ts";
import { edited } from "./edit-json.ts";
import { manifestEdits, settingHolder } from "./manifest-settings.ts";
import { isPartlyKnown } from "./partly-known.ts";
import type { RepairPart } from "./parts.ts";
import { withReferences } from "./references.ts";

/** What to change, in the input's own form as far as it is known. */
export type Patch = PatchOf & {
  /** Who makes the change, where several have to: `account A (111111111111)`. */
  readonly by?: string;
};

type PatchOf =
  /** All that changes in a file that was read; a unified diff. */
  | {
      readonly kind: "file";
      readonly file: string;
      /** Where the diff is applied: what its paths are relative to. The working directory unless given. */
      readonly folder?: string;
      readonly diff: string;
      /** What writes the file, so that the change belongs into what it is written from. */
      readonly generatedBy?: string;
    }
  /** A policy as it should be, where there is no file to change: as Terraform's text where it came from there, else JSON. */
  | {
      readonly kind: "document";
      /** The policy, as messages call it. */
      readonly what: string;
      readonly source: SourceLocation;
      readonly isNew: boolean;
      readonly text: string;
    }
  /** A setting where there is no file to change, as an imperative. */
  | { readonly kind: "setting"; readonly source: SourceLocation; readonly text: string };

/** A file as it was read, and as it should be. */
export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly generatedBy?: string;
}

/** A repair as its users make it. */
export interface WrittenRepair {
  /** In the order of the parts: one patch a file, one a policy that is in none. */
  readonly patches: readonly Patch[];
  /** Every file that changes, all parts together. */
  readonly files: readonly FileChange[];
}

/** The changes as the user would make them. `workingFolder`: what paths in diffs are relative to; an absolute path. */
export function writtenRepair(
  configuration: Configuration,
  parts: readonly RepairPart[],
  workingFolder = "",
): WrittenRepair {
  const all = new Map<string, FileChange>();
  const patches: Patch[] = [];
  let at = configuration;
  for (const { by, changes } of parts) {
    const { files, others } = partWritten(configuration, at, changes, all);
    const ofFiles = files.map(
      ({ file, before, after, generatedBy }): Patch => ({
        kind: "file",
        file,
        ...placedDiff(file, { before, after }, workingFolder),
        ...(generatedBy !== undefined && { generatedBy }),
      }),
    );
    patches.push(...[...ofFiles, ...others].map((patch) => (parts.length > 1 ? { ...patch, by } : patch)));
    for (const each of files) all.set(each.file, { ...each, before: all.get(each.file)?.before ?? each.before });
    at = changes.reduce(apply, at);
  }
  return { patches, files: [...all.values()] };
}

/** One part, on top of what the parts before it have written. */
function partWritten(
  configuration: Configuration,
  start: Configuration,
  changes: readonly ConfigurationChange[],
  written: ReadonlyMap<string, FileChange>,
): { readonly files: readonly FileChange[]; readonly others: readonly Patch[] } {
  const files = new Map<string, FileChange>();
  const others = new Map<string, Patch>();
  let at = start;
  for (const change of changes) {
    const next = apply(at, change);
    const file = fileOf(at, change);
    const begun = file && (files.get(file.name)?.after ?? written.get(file.name)?.after ?? file.text);
    const after = file && begun !== undefined ? saidInFile(configuration, at, change, file, begun) : undefined;
    if ("place" in change && after === undefined && !isWritable(configuration, change)) {
      others.set(change.text, inWordsOnly(configuration, change));
    } else if (file === undefined || begun === undefined || after === undefined) {
      const what = "place" in change ? placeText(change.place, configuration) : change.text;
      others.set(what, patchWithoutFile(configuration, next, change));
    } else {
      const { name, generatedBy } = file;
      const { before = begun } = files.get(name) ?? {};
      files.set(name, { file: name, before, after, ...(generatedBy !== undefined && { generatedBy }) });
    }
    at = next;
  }
  return { files: [...files.values()], others: [...others.values()] };
}

/**
 * The text of a file with a change in it, said as the file says what is drawn at deployment. Undefined where it has no expression
 * for it, or the change builds upon one that could not be said.
 */
function saidInFile(
  configuration: Configuration,
  at: Configuration,
  change: ConfigurationChange,
  file: SourceFile,
  text: string,
): string | undefined {
  const format = /\.ya?ml$/.test(file.name) || !/^\s*[{[]/.test(text) ? "yaml" : "json";
  try {
    const changed = inFile(text, file, change, policyText(at, change));
    return withReferences(changed, format, referencesOf(configuration, file.name));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function referencesOf({ references }: Configuration, file: string): readonly Reference[] {
  return references.filter((each) => each.file === file);
}

/** Whether the policy is known, and the input has an expression for whatever the change names that is drawn at deployment. */
function isWritable(configuration: Configuration, change: PolicyChange): boolean {
  if (isPartlyKnown(configuration, change.place)) return false;
  const values = change.kind === "edit-policy" ? change.edits : change.document;
  const { file } = sourceOf(configuration, change.place);
  return withReferences(JSON.stringify(values), "json", referencesOf(configuration, file)) !== undefined;
}

function inWordsOnly(configuration: Configuration, change: PolicyChange): Patch {
  const marks = marksIn([change.text, change.kind === "edit-policy" ? change.edits : change.document]);
  const names = configuration.unknowns.filter(({ mark }) => marks.has(mark)).map(({ shown }) => `\`${shown}\``);
  const source = sourceOf(configuration, change.place);
  const deployed = names.length === 0 ? "" : `, with the deployed value in the place of ${names.join(" and ")}`;
  return { kind: "setting", source, text: `${change.text}${deployed}` };
}

type PolicyChange = Extract<ConfigurationChange, { readonly place: PolicyPlace }>;

function sourceOf(configuration: Configuration, place: PolicyPlace): SourceLocation {
  const policy = findPolicy(configuration, place);
  return policy?.source ?? holderOf(configuration, place)?.source ?? configuration.deliveryStream.source;
}

/** Where the change is to be made; undefined where that is in no file that can be edited here. */
function fileOf(configuration: Configuration, change: ConfigurationChange): SourceFile | undefined {
  const file =
    "place" in change ? policyFile(configuration, change.place) : settingHolder(configuration, change)?.manifest;
  return file?.format === "json" || change.kind === "edit-policy" ? file : undefined;
}

/** What a policy comes to before it is edited. */
function policyText(configuration: Configuration, change: ConfigurationChange): string {
  return ("place" in change ? findPolicy(configuration, change.place)?.text : undefined) ?? "{}";
}

/** A policy that there is none of yet comes into the manifest, beside what it belongs to. */
function policyFile(configuration: Configuration, place: PolicyPlace): SourceFile | undefined {
  const policy = findPolicy(configuration, place);
  if (policy?.file !== undefined) return policy.file;
  const manifest = holderOf(configuration, place)?.manifest;
  const member = manifestMember(place);
  return manifest && member && { ...manifest, path: [...manifest.path, ...member] };
}

function inFile(text: string, file: SourceFile, change: ConfigurationChange, policy: string): string {
  const { path } = file;
  switch (change.kind) {
    case "edit-policy":
      return editedFile(text, file, JSON.parse(policy), change.edits);
    case "new-policy":
      return edited(text, [{ path, value: change.document }]);
    case "rewrite-policy":
      return rewritten(text, path, change.document);
    case "set-bucket":
    case "set-destination":
    case "set-data-stream":
    case "set-source":
    case "set-role":
    case "enable-key":
      return edited(
        text,
        manifestEdits(change).map((edit) => ({ ...edit, path: [...path, ...edit.path] })),
      );
  }
}

function rewritten(text: string, path: SourceFile["path"], document: string): string {
  const tree = path.length === 0 ? undefined : parseTree(text);
  const node = tree && findNodeAtLocation(tree, [...path]);
  return node === undefined ? document : text.slice(0, node.offset) + document + text.slice(node.offset + node.length);
}

function patchWithoutFile(before: Configuration, after: Configuration, change: ConfigurationChange): Patch {
  if (!("place" in change)) {
    const source = settingHolder(before, change)?.source ?? before.deliveryStream.source;
    return { kind: "setting", source, text: change.text };
  }
  const { place } = change;
  const was = findPolicy(before, place);
  const is = findPolicy(after, place);
  const source = sourceOf(before, place);
  const isNew = was === undefined;
  const json = is?.text ?? "";
  const hcl = terraformText(source, place, json, isNew);
  const references = referencesOf(before, source.file);
  const text = hcl === undefined ? json : (withReferences(hcl, "hcl", references) ?? hcl);
  return { kind: "document", what: placeText(place, before), source, isNew, text };
}

/** What lies elsewhere is applied where it lies: `patch` follows no path that leads out of where it is. */
function placedDiff(
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
  workingFolder: string,
): { readonly folder?: string; readonly diff: string } {
  const path = relative(workingFolder, resolve(workingFolder, file));
  const isElsewhere = workingFolder !== "" && (path.startsWith("..") || isAbsolute(path));
  const name = isElsewhere ? basename(file) : workingFolder === "" ? file : path;
  const diff = createTwoFilesPatch(name, name, before, after, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
  return isElsewhere ? { folder: dirname(file), diff } : { diff };
}
