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

const drawnEnd: FormPart = { characters: "[A-Za-z0-9]", least: 12, most: 13 };
const drawnLower: FormPart = { characters: "[a-z0-9]", least: 12, most: 13 };

/** What CloudFormation gives a resource of a stack for a name. */
export interface GeneratedName {
  /** Undefined where the stack's name is not known. */
  readonly stackName?: string;
  readonly logicalId: string;
  /** The most characters that such a name can have. */
  readonly most: number;
  readonly isLowerCase: boolean;
}

/** With the hyphens around the logical id, the longest that is drawn. */
const drawnRoom = 13 + 2;

/** What is left of a part, however the name is cut: half of what the drawn end leaves. */
export function neverCut(most: number): number {
  return Math.floor((most - drawnRoom) / 2);
}

/** Whether nothing is cut of the stack's name. */
export function isWhole({ stackName = "", logicalId, most }: GeneratedName): boolean {
  return stackName.length + logicalId.length + drawnRoom <= most;
}

/**
 * `<logical id>-<drawn>`, the end of a name of which the stack's part is whole, or of whose stack nothing is known. The end is
 * twelve characters in names seen of late, thirteen in older ones. Source: CloudFormation User Guide, "Name type".
 */
export function generatedEnd(name: GeneratedName): KnownForm {
  const { isLowerCase, most } = name;
  const longest = name.stackName === undefined ? longestStackName : name.stackName.length;
  const isCut = longest + name.logicalId.length + drawnRoom > most;
  const text = cased(name.logicalId, isLowerCase);
  return {
    form: [...(isCut ? cutTo(text, neverCut(most)) : [text]), "-", isLowerCase ? drawnLower : drawnEnd],
    sampleOf: (draw) => `${isCut ? text.slice(0, neverCut(most)) : text}-${drawnSample(draw, isLowerCase)}`,
  };
}

/**
 * `<stack>-<logical id>-<drawn>` in as many characters as the type allows. CloudFormation does not document how it cuts. Names
 * of public deployments show that the stack and the logical id each keep at least half of what the drawn end leaves; whether one
 * takes what the other does not need is not known.
 */
export function cutName({ stackName = "", logicalId, most, isLowerCase }: GeneratedName): KnownForm {
  const least = neverCut(most);
  const stack = cased(stackName, isLowerCase);
  const text = cased(logicalId, isLowerCase);
  return {
    form: [...cutTo(stack, least), "-", ...cutTo(text, least), "-", isLowerCase ? drawnLower : drawnEnd],
    sampleOf: (draw) => `${stack.slice(0, least)}-${text.slice(0, least)}-${drawnSample(draw, isLowerCase)}`,
  };
}

/** Source: CloudFormation API Reference, CreateStack, StackName. */
const longestStackName = 128;

function cased(text: string, isLowerCase: boolean): string {
  return isLowerCase ? text.toLowerCase() : text;
}

function cutTo(text: string, least: number): readonly FormPart[] {
  return text.length <= least ? [text] : [text.slice(0, least), { beginningOf: text.slice(least) }];
}

function drawnSample(draw: string, isLowerCase: boolean): string {
  return isLowerCase ? `zq${draw.slice(0, 10)}` : `ZQ${draw.slice(0, 10).toUpperCase()}`;
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
