import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";

/** JSON with its commas put right, or undefined where more than commas is wrong with it. */
export function mendedJson(text: string): string | undefined {
  let mended = text;
  for (let mends = 0; mends < mostMends; mends++) {
    const errors: ParseError[] = [];
    parse(mended, errors, { disallowComments: true, allowTrailingComma: false });
    const [error] = errors;
    if (error === undefined) return mends === 0 ? undefined : mended;
    const next = mend(mended, error);
    if (next === undefined) return undefined;
    mended = next;
  }
  return undefined;
}

/** A document with more mistakes than these is better read by its author. */
const mostMends = 5;

function mend(text: string, { error, offset }: ParseError): string | undefined {
  const before = text.slice(0, offset).trimEnd();
  if (printParseErrorCode(error) === "CommaExpected") return `${before},${text.slice(before.length)}`;
  const isTrailing = /[}\]]/.test(text[offset] ?? "") && before.endsWith(",");
  return isTrailing ? `${before.slice(0, -1)}${text.slice(before.length)}` : undefined;
}
