import { findShapes } from "./shapes.ts";

/** As long as a secret access key, and of its characters. */
const secretKeyLiteral = /["'`]([A-Za-z0-9/+]{40})["'`]/g;

/** The texts in quotes that are secrets by the name that they are assigned to, or look like one. */
export function literalSecretsIn(text: string): readonly string[] {
  const shaped = findShapes(text)
    .filter(({ from }) => /["'`]/.test(text.charAt(from - 1)))
    .map(({ from, to }) => text.slice(from, to));
  const keys = [...text.matchAll(secretKeyLiteral)].map(([, key = ""]) => key);
  return [...shaped, ...keys.filter(hasAllKinds)];
}

/** Hashes and names have fewer. */
function hasAllKinds(text: string): boolean {
  return [/\d/, /[a-z]/, /[A-Z]/].every((kind) => kind.test(text));
}
