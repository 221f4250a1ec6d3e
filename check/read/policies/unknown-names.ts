import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";
import type { SourceLocation } from "../../source.ts";
import { anyText, keyId, resourceName } from "../../unknown/forms.ts";
import type { Unknowns } from "../../unknown/unknown.ts";

const options = { role: "--role", "data stream": "--data-stream", "delivery stream": "--delivery-stream" };

/** A name that no ARN of the policies has. */
export function unknownName(unknowns: Unknowns, what: keyof typeof options, source: SourceLocation): string {
  return unknowns.mark(`policies ${what}`, () => ({
    ...resourceName,
    what: `the name of the ${what}`,
    shown: `<${what}>`,
    settledBy: `give ${options[what]} <name>`,
    kind: "withheld",
    source,
  }));
}

/** The id of a key of which a policy is given and whose ARN no policy names. */
export function drawnKeyId(unknowns: Unknowns, source: SourceLocation): string {
  return unknowns.mark("policies key", () => ({
    ...keyId,
    what: `the id of the key of ${source.file}`,
    shown: "<key id>",
    settledBy: "name the key by its ARN in the role's policy",
    kind: "drawn",
    source,
  }));
}

/** The four settings of Block Public Access, taken as one: it matters where a policy is public, and nowhere else. */
export function unknownBlock(
  unknowns: Unknowns,
  bucket: string,
  source: SourceLocation,
): Required<PublicAccessBlockConfiguration> {
  const mark = unknowns.mark("policies public access block", () => ({
    ...anyText,
    what: `Block Public Access of bucket \`${bucket}\``,
    shown: "<Block Public Access>",
    settledBy: "say it in a crosscheck.json, which --save writes",
    kind: "withheld",
    choices: ["true", "false"],
    source,
  }));
  // A flag that is not known is a text until a world decides it.
  const flag = mark as unknown as boolean;
  return { BlockPublicAcls: flag, IgnorePublicAcls: flag, BlockPublicPolicy: flag, RestrictPublicBuckets: flag };
}
