import { findShapes } from "./shapes.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the name of a secret ends with, as `B_AWS_SECRET_ACCESS_KEY`, `CI_JOB_TOKEN`, `TF_VAR_db_password`, `npm_config__authToken`. */
const secretNames = /(?:secret|token|password|passwd|passphrase|(?:api|auth|access|secret|private|encryption)_?key)$/i;
/** With anything after it, as a second account's key has. */
const secretNamesWithMore = /SECRET_ACCESS_KEY|AWS_SE(?:SSION|CURITY)_TOKEN(?!_FILE)|AWS_BEARER_TOKEN/i;

/** The variables that hold secrets: by their names, or by what they hold, as a GitHub token under any name. */
export function secretsOf(environment: Environment): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const text = value?.trim() ?? "";
    return isSecretName(name) || isIssuedToken(text) ? [text] : [];
  });
}

function isSecretName(name: string): boolean {
  return secretNames.test(name) || secretNamesWithMore.test(name);
}

function isIssuedToken(value: string): boolean {
  const [first] = value.length > maxTokenLength ? [] : findShapes(value);
  return first !== undefined && first.from === 0 && first.to === value.length;
}

/** What is longer is a document. */
const maxTokenLength = 20_000;
