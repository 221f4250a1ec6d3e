import type { Form, FormPart } from "./unknown.ts";

/**
 * What unknown texts look like, each with how a sample of it is made of hexadecimal digits. A sample begins with `zq`, so that
 * one which got out would be found.
 */
export interface KnownForm {
  readonly form: Form;
  readonly sampleOf: (draw: string) => string;
}

/** Any text at all. */
export const anyText: KnownForm = {
  form: [{ characters: "[^]", least: 1, most: 2048 }],
  sampleOf: (draw) => `zq${draw.slice(0, 14)}`,
};

/** Source: CloudFormation API Reference, CreateStack, StackName. */
export const stackName: KnownForm = {
  form: [{ characters: "[A-Za-z0-9-]", least: 1, most: 128 }],
  sampleOf: (draw) => `zq${draw.slice(0, 10)}`,
};

/** The lower-case name of a stack that begins the names of its buckets. */
export const lowerStackName: KnownForm = { ...stackName, form: [{ characters: "[a-z0-9-]", least: 1, most: 63 }] };

const drawnUpper: FormPart = { characters: "[A-Z0-9]", least: 8, most: 14 };
const drawnLower: FormPart = { characters: "[a-z0-9]", least: 8, most: 14 };

/** CloudFormation cuts names that come out too long; how, is not documented. So much of a logical id always fits. */
const neverCut = 24;

/**
 * `<logical id>-<drawn>`, the end of the names that CloudFormation gives. Source: CloudFormation User Guide, "Name type":
 * the stack's name, the logical id and a unique id; twelve or thirteen characters in practice.
 */
export function generatedEnd(logicalId: string, isLowerCase: boolean): KnownForm {
  const text = isLowerCase ? logicalId.toLowerCase() : logicalId;
  const named: FormPart = text.length > neverCut ? { beginningOf: text } : text;
  return {
    form: [named, "-", isLowerCase ? drawnLower : drawnUpper],
    sampleOf: (draw) => {
      const drawn = `zq${draw.slice(0, 10)}`;
      return `${text.slice(0, neverCut)}-${isLowerCase ? drawn : drawn.toUpperCase()}`;
    },
  };
}

/** `<prefix><26 digits>`. Source: Terraform plugin SDK, `PrefixedUniqueId`. */
export const terraformUnique: KnownForm = {
  form: [{ characters: "[0-9a-f]", least: 26, most: 26 }],
  sampleOf: (draw) => draw.slice(0, 26),
};

/** Of a KMS key. Source: KMS Developer Guide, "Key ARN"; `mrk-…` where it has several Regions. */
export const keyId: KnownForm = {
  form: [{ characters: "[0-9a-z-]", least: 32, most: 40 }],
  sampleOf: (draw) =>
    [draw.slice(0, 8), draw.slice(8, 12), `4${draw.slice(13, 16)}`, `a${draw.slice(17, 20)}`, draw.slice(20, 32)].join(
      "-",
    ),
};

/** Of a role. Source: IAM User Guide, "IAM identifiers". */
export const uniqueRoleId: KnownForm = {
  form: ["AROA", { characters: "[A-Z0-9]", least: 12, most: 124 }],
  sampleOf: (draw) => `AROAZQ${draw.slice(0, 15).toUpperCase()}`,
};

/** What follows an organization's id in a path. Source: IAM User Guide, "aws:PrincipalOrgPaths". */
export const organizationPath: KnownForm = {
  form: ["r-", { characters: "[a-z0-9]", least: 4, most: 32 }, "/", { characters: "[a-z0-9/-]", least: 0, most: 400 }],
  sampleOf: (draw) => `r-zq${draw.slice(0, 6)}/`,
};

/** An account's id. The sample begins with 90, and ends as no other does. */
export const account: KnownForm = {
  form: [{ characters: "[0-9]", least: 12, most: 12 }],
  sampleOf: (draw) => `90${digitsOf(draw).slice(0, 10)}`,
};

/** A region's name. Source: Account Management Reference Guide, "AWS Regions": `<area>-<direction>-<number>`. */
export const region: KnownForm = {
  form: [{ characters: "[a-z-]", least: 5, most: 20 }, "-", { characters: "[1-9]", least: 1, most: 1 }],
  sampleOf: (draw) => `zq-${lettersOf(draw).slice(0, 9)}-1`,
};

function digitsOf(draw: string): string {
  return draw.replaceAll(/[a-f]/g, (letter) => String(letter.charCodeAt(0) % 10));
}

function lettersOf(draw: string): string {
  return draw.replaceAll(/\d/g, (digit) => String.fromCharCode("g".charCodeAt(0) + Number(digit)));
}

/** The name of a role or a stream. Sources: IAM User Guide, "IAM and AWS STS quotas"; Kinesis and Firehose API References. */
export const resourceName: KnownForm = {
  form: [{ characters: "[A-Za-z0-9_+=,.@-]", least: 1, most: 128 }],
  sampleOf: (draw) => `zq${draw.slice(0, 14)}`,
};
