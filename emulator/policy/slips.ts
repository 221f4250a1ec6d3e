/** Actions that a statement lists and that no service has, with those that may have been meant. */
import { actionNames } from "./action-names.ts";
import { globTest, globTokens } from "./glob.ts";

export interface Slip {
  /** As the statement has it. */
  readonly listed: string;
  /** `service:Action`, as AWS writes it; undefined: none is like it. */
  readonly meant?: string;
}

/** Of a service whose actions are not known here, nothing is a slip. `asked`: the action that was not allowed. */
export function slipsIn(listed: readonly string[], asked: string): readonly Slip[] {
  return listed.filter(isNoAction).map((each) => {
    const meant = meantBy(each, asked);
    return { listed: each, ...(meant !== undefined && { meant }) };
  });
}

/** Whether one of them stands for the action that was asked for. */
export function meansAsked(listed: readonly string[], asked: string): boolean {
  return listed.some((each) => isNoAction(each) && meantBy(each, asked) === asked);
}

/** By lower-case name, in lower-case service. */
const known: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(actionNames).map(([service, names]) => [
    service,
    new Map(names.map((name) => [name.toLowerCase(), name])),
  ]),
);

/** Wildcards stand for whatever they match. */
function isNoAction(listed: string): boolean {
  const { service, name } = partsOf(listed);
  const names = known.get(service);
  if (names === undefined) return false;
  if (!/[*?]/.test(name)) return !names.has(name);
  const matches = globTest(globTokens(name));
  return ![...names.keys()].some(matches);
}

/** The action that was asked for before any other. */
function meantBy(listed: string, asked: string): string | undefined {
  const { service, name } = partsOf(listed);
  if (/[*?]/.test(name)) return undefined;
  const wanted = partsOf(asked);
  const operation = service === "s3" ? ofOperation[name] : undefined;
  if (operation !== undefined) return `s3:${operation}`;
  if (wanted.name === name || (wanted.service === service && isLike(name, wanted.name))) return asked;
  const inService = nearest(name, known.get(service) ?? new Map());
  if (inService !== undefined) return `${service}:${inService}`;
  const elsewhere = [...known].flatMap(([other, names]) => (names.has(name) ? [`${other}:${names.get(name)}`] : []));
  return elsewhere.length === 1 ? elsewhere[0] : undefined;
}

function partsOf(action: string): { readonly service: string; readonly name: string } {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  return { service, name };
}

/** Operations of S3 that need the permission for an action of another name. Source: S3 User Guide, "Required permissions". */
const ofOperation: Readonly<Record<string, string>> = {
  completemultipartupload: "PutObject",
  createmultipartupload: "PutObject",
  deletebucketencryption: "PutEncryptionConfiguration",
  getbucketencryption: "GetEncryptionConfiguration",
  headbucket: "ListBucket",
  headobject: "GetObject",
  listmultipartuploads: "ListBucketMultipartUploads",
  listobjects: "ListBucket",
  listobjectsv2: "ListBucket",
  listparts: "ListMultipartUploadParts",
  putbucketencryption: "PutEncryptionConfiguration",
  uploadpart: "PutObject",
};

function nearest(name: string, names: ReadonlyMap<string, string>): string | undefined {
  let best: { readonly written: string; readonly distance: number } | undefined;
  for (const [other, written] of names) {
    if (!isLike(name, other)) continue;
    const distance = editDistance(name, other);
    if (best === undefined || distance < best.distance) best = { written, distance };
  }
  return best?.written;
}

/** One letter in six may be another, one too many or one too few; of short names one. */
function isLike(name: string, other: string): boolean {
  const most = Math.max(1, Math.floor(other.length / 6));
  return Math.abs(name.length - other.length) <= most && editDistance(name, other) <= most;
}

/** Levenshtein's: letters that are replaced, put in or left out. */
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[other.length] ?? 0;
}
