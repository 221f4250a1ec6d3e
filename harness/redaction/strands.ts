import { folded, piecesFold } from "./fold.ts";

/** With fewer characters of a secret at its end, a text ends as many do. */
const fewest = 6;
/** How much of a text's end is looked at, with what is passed over between the characters. */
const endLength = 200;

/** Tells whether a text ends within a secret. */
export class Strands {
  /** All secrets as they count, each without its last character: whoever has that does not go on. */
  #all = "";

  add(secret: string): void {
    this.#all += `\0${countingText(secret).slice(0, -1)}`;
  }

  goesOn(text: string): boolean {
    const end = countingText(text.slice(-endLength)).slice(-fewest);
    return end.length === fewest && this.#all.includes(end);
  }
}

function countingText(text: string): string {
  const { buffer, byteOffset, byteLength } = folded(text, piecesFold).codes;
  return Buffer.from(buffer, byteOffset, byteLength).toString("utf16le");
}
