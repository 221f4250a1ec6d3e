import type { Repair } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { literalPrefixes } from "../effective/own-calls.ts";
import { mapTexts } from "../unknown/texts.ts";

/** With what the delivery writes below one of its prefixes, rather than all objects of the bucket. */
export function narrowed(configuration: Configuration, resource: string, repair: Repair): Repair {
  const [bucket, key] = partsOfObject(resource);
  if (bucket === undefined || key === undefined) return repair;
  const prefix = prefixOf(configuration, key);
  return mapTexts(repair, (text) => text.replaceAll(`${bucket}/*`, `${bucket}/${prefix}*`));
}

function partsOfObject(arn: string): readonly [bucket: string | undefined, key: string | undefined] {
  const [, bucket, key] = /^(arn:[^:]*:s3:::[^/]+)\/(.+)$/s.exec(arn) ?? [];
  return [bucket, key];
}

/** The longest of the delivery's prefixes that a key begins with. */
function prefixOf(configuration: Configuration, key: string): string {
  const [prefix = ""] = literalPrefixes(configuration)
    .filter((each) => key.startsWith(each))
    .sort((one, other) => other.length - one.length);
  return prefix;
}

/** Of an object, all that the delivery writes below the same prefix. */
export function narrowedResource(configuration: Configuration, arn: string): string {
  const [bucket, key] = partsOfObject(arn);
  return bucket === undefined || key === undefined ? arn : `${bucket}/${prefixOf(configuration, key)}*`;
}
