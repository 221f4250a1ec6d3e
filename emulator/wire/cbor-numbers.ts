/** Numbers of CBOR that have no bound: no operation takes one, and to decode one can take minutes. */

/** Unsigned and negative bignum, decimal fraction and bigfloat. Source: RFC 8949, sections 3.4.3 and 3.4.4. */
const wideTags: ReadonlySet<number> = new Set([2, 3, 4, 5]);

const majorTypes = { bytes: 2, text: 3, tag: 6 } as const;

/**
 * Whether a document has such a number. What is no CBOR is left to the decoder. Source of the encoding: RFC 8949, section 3.
 */
export function hasWideNumber(document: Uint8Array): boolean {
  const view = new DataView(document.buffer, document.byteOffset, document.byteLength);
  for (let at = 0; at < document.length; ) {
    const head = view.getUint8(at);
    const type = head >> 5;
    const info = head & 0x1f;
    const width = info >= 24 && info <= 27 ? 2 ** (info - 24) : 0;
    if (at + 1 + width > document.length) return false;
    const argument = width === 0 ? info : argumentAt(view, at + 1, width);
    if (type === majorTypes.tag && wideTags.has(argument)) return true;
    at += 1 + width;
    // Of indefinite length (31): its chunks are items that follow, and have their lengths.
    if ((type === majorTypes.bytes || type === majorTypes.text) && info !== 31) at += argument;
  }
  return false;
}

function argumentAt(view: DataView, at: number, width: number): number {
  switch (width) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at);
    case 4:
      return view.getUint32(at);
    default:
      return Number(view.getBigUint64(at));
  }
}
