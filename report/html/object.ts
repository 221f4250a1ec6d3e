/** What arrived: the object's bytes as text and as hexadecimal digits, who owns it and who may use it. */

import type { Evidence, ObjectEvidence } from "../../harness/result.ts";
import { h, type VNode } from "./element.ts";
import { block, code, disclosure, plural, shown, timeText } from "./text.ts";

/** Of the dump; the text has all that was kept. */
const dumpBytes = 256;

export function objectView(object: ObjectEvidence, { accounts }: Pick<Evidence, "accounts">): VNode {
  const { bucket, key, size, owner, grants, at } = object;
  const bytes = Buffer.from(object.head, "base64");
  const who = (id: string) => {
    const account = accounts.find(({ canonicalUserId }) => canonicalUserId === id);
    return account === undefined ? code(id) : [`account ${account.name} `, h("small", null, code(id))];
  };
  const more = size > bytes.length ? `, of which the first ${bytes.length} are kept` : "";
  return h(
    "div",
    { class: "object" },
    h(
      "dl",
      null,
      h("dt", null, "Key"),
      h("dd", null, code(key)),
      h("dt", null, "Bucket"),
      h("dd", null, code(bucket)),
      h("dt", null, "Owner"),
      h("dd", null, who(owner)),
      h("dt", null, "ACL"),
      h(
        "dd",
        null,
        grants.length === 0
          ? "no grant"
          : grants.map(({ grantee, permission }) => h("div", null, shown(permission), " to ", who(grantee))),
      ),
      h("dt", null, "Size"),
      h("dd", null, `${plural(size, "byte")}${more}, read ${timeText(at)}`),
    ),
    block(bytes.toString("utf8"), "contents"),
    disclosure("Bytes", block(hexDump(bytes.subarray(0, dumpBytes)), "dump"), { class: "quiet" }),
  );
}

/** Offset, sixteen bytes, and what of them is ASCII. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const digits = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${digits.padEnd(47)}  ${ascii}`);
  }
  return lines.join("\n");
}
