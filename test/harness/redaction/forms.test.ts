import { deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { Secrets } from "../../../harness/redaction/secrets.ts";

const key = "Zq8RtLkWm/nB7vC9xD+sF2gH4jK6lP0oIuYtReAw";
const token = `Planted/${Array.from({ length: 9 }, (_, at) => `x${at * 7919}Yz+${at * 104729}Qw/`).join("")}==`;

const bytes = (text: string) => Buffer.from(text);
const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const hex = (text: string) => bytes(text).toString("hex");
const pairs = (text: string) => hex(text).match(/../g) ?? [];
const pieces = (text: string, length: number) => text.match(new RegExp(`.{1,${length}}`, "g")) ?? [];
const each = (text: string, encoded: (character: string, code: number) => string) =>
  [...text].map((character) => encoded(character, character.charCodeAt(0))).join("");

type Form = (secret: string) => string;

/** What a secret shows as; nothing of any may be left. */
const forms: Readonly<Record<string, Form>> = {
  "as it is": (secret) => secret,
  "in lower case": (secret) => secret.toLowerCase(),
  "in upper case": (secret) => secret.toUpperCase(),
  backwards: (secret) => [...secret].reverse().join(""),
  "without its beginning": (secret) => secret.slice(5),
  "16 characters of its middle": (secret) => secret.slice(7, 23),
  "15 characters that are cut": (secret) => `${secret.slice(0, 15)}…`,
  "8 characters that are cut with dots": (secret) => `${secret.slice(0, 8)}...`,
  "on two lines": (secret) => `${secret.slice(0, 20)}\n${secret.slice(20)}`,
  "on lines of 10": (secret) => pieces(secret, 10).join("\r\n"),
  "on indented lines": (secret) => pieces(secret, 18).join("\n      "),
  "with a blank after each character": (secret) => [...secret].join(" "),
  "as a program puts it together": (secret) => `"${pieces(secret, 13).join('" +\n  "')}"`,
  "as a list of parts": (secret) => `[ '${pieces(secret, 8).join("',\n  '")}' ]`,
  "as JSON of parts": (secret) => JSON.stringify(JSON.stringify(pieces(secret, 9))),
  "with zero-width characters": (secret) => [...secret].join("\u200b"),
  "with a colour that begins in it": (secret) => `${secret.slice(0, 9)}\u001b[31m${secret.slice(9)}`,
  "with an element that begins in it": (secret) => `${secret.slice(0, 9)}<wbr>${secret.slice(9)}`,
  "in dashes": (secret) => pieces(secret.replaceAll(/\W/g, ""), 4).join("-"),
  "in a URL": encodeURIComponent,
  "in a URL in a URL": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "in percent signs": (secret) => each(secret, (_, code) => `%${code.toString(16)}`),
  "in decimal entities": (secret) => each(secret, (_, code) => `&#${code};`),
  "in hexadecimal entities": (secret) => each(secret, (_, code) => `&#x${code.toString(16).toUpperCase()};`),
  "with entities": (secret) => secret.replaceAll("/", "&#x2F;").replaceAll("+", "&plus;"),
  "with JSON's escapes": (secret) => secret.replaceAll("/", String.raw`\u002f`).replaceAll("+", String.raw`\u002B`),
  "with JSON's escapes in JSON": (secret) => JSON.stringify(JSON.stringify(secret).replaceAll("/", String.raw`\/`)),
  "in JSON's escapes": (secret) => each(secret, (_, code) => `\\u${code.toString(16).padStart(4, "0")}`),
  "in JavaScript's escapes": (secret) =>
    each(secret, (_, code) => `\\x${code.toString(16)}\\u{${code.toString(16)}}`.slice(0, 4)),
  "in octal escapes": (secret) => each(secret, (_, code) => `\\${code.toString(8).padStart(3, "0")}`),
  "in hexadecimal digits": hex,
  "in upper-case hexadecimal digits": (secret) => hex(secret).toUpperCase(),
  "in hexadecimal digits on lines": (secret) => pieces(hex(secret), 32).join("\n"),
  "as a buffer": (secret) => `<Buffer ${pairs(secret).join(" ")}>`,
  "as a fingerprint": (secret) => pairs(secret).join(":"),
  "as an array of bytes in C": (secret) =>
    `{ ${pairs(secret)
      .map((pair) => `0x${pair}`)
      .join(", ")} }`,
  "as an array of numbers": (secret) => JSON.stringify([...bytes(secret)]),
  "as an array of numbers on lines": (secret) => JSON.stringify([...bytes(secret)], undefined, 2),
  "as an object of numbers": (secret) => JSON.stringify({ ...bytes(secret) }),
  "in 24 hexadecimal digits of its middle": (secret) => hex(secret).slice(14, 38),
  "in base64": base64,
  "in base64 after one byte": (secret) => base64(`-${secret}`),
  "in base64 after two bytes": (secret) => base64(`--${secret}--`),
  "in base64 for URLs": (secret) => bytes(secret).toString("base64url"),
  "in base64 in a URL": (secret) => encodeURIComponent(base64(secret)),
  "in base64 on lines": (secret) => pieces(base64(`--${secret}`), 20).join("\n"),
  "in base64 on indented lines in JSON": (secret) => JSON.stringify(pieces(base64(secret), 16).join("\n    ")),
  "in base64 of base64": (secret) => base64(base64(`-${secret}`)),
  "in base64 of base64 of base64": (secret) => base64(base64(base64(`-${secret}`))),
  "in base64 of UTF-16": (secret) => base64(Buffer.from(secret, "utf16le")),
  "in base64 of hexadecimal digits": (secret) => base64(hex(secret)),
  "in base64 of a URL": (secret) => base64(encodeURIComponent(secret)),
  "in hexadecimal digits of base64": (secret) => hex(base64(secret)),
  "in base64 of gzip": (secret) => base64(gzipSync(secret)),
  "in base64 of gzip that is cut": (secret) => base64(gzipSync(secret).subarray(0, -6)),
  "in hexadecimal digits of zlib": (secret) => deflateSync(secret).toString("hex"),
  "in base64 of Zstandard": (secret) => base64(zstdCompressSync(secret)),
};

/** What is left of a text beside what was taken out. */
function rest(text: string): string {
  return text.replaceAll("[redacted]", "");
}

describe.each([
  ["a secret key", key],
  ["a session token", token],
])("%s", (_what, secret) => {
  const secrets = new Secrets([secret]);

  test.each(Object.entries(forms))("is taken out %s", (_form, encode) => {
    const shown = secrets.redact(`- ${encode(secret)} -`);
    expect(shown).toContain("[redacted]");
    expect(shown).toMatch(/^- .* -$/s);
    // Brackets, quotes and line feeds may be left, and less than two characters of a secret that begins within a byte.
    expect(rest(shown).replaceAll(/Buffer|[\s"'[\]{}<>\\,.+=…-]/g, "").length).toBeLessThan(3);
    expect(secrets.redact(shown)).toBe(shown);
  });

  test.each(Object.entries(forms))("stays %s where nobody knows it", (_form, encode) => {
    const text = `- ${encode(secret)} -`;
    expect(new Secrets(["another-Secret-0123456789"]).redact(text)).toBe(text);
  });
});

describe("a secret of 12 to 15 characters", () => {
  const secrets = new Secrets(["corr3ct-h0rse"]);

  test("counts as a whole, in pieces and encoded", () => {
    expect(secrets.redact("it is corr3ct-h0rse")).toBe("it is [redacted]");
    expect(secrets.redact("it is corr3ct\n-h0rse")).toBe("it is [redacted]");
    expect(secrets.redact(`it is ${base64("corr3ct-h0rse")}`)).toBe("it is [redacted]");
    expect(secrets.redact("it is a corr3ct-h0rs")).toBe("it is a corr3ct-h0rs");
  });
});

describe("a part of a secret", () => {
  const secrets = new Secrets([key]);

  test("counts from 16 characters on, wherever it is taken from", () => {
    for (let at = 0; at + 16 <= key.length; at++) {
      expect(secrets.redact(`<${key.slice(at, at + 16)}>`)).toBe("<[redacted]>");
      expect(secrets.redact(`<${key.slice(at, at + 15)}>`)).toBe(`<${key.slice(at, at + 15)}>`);
    }
  });
});

describe("what stands beside a secret", () => {
  const secrets = new Secrets([key, key.slice(0, 20).repeat(3)]);

  test("stays, also where the secret could go on so", () => {
    expect(secrets.redact(`zq\n${key.slice(2)}\nzq8`)).toBe("zq\n[redacted]\nzq8");
    expect(secrets.redact(`${key.slice(0, 20)} zq8`)).toBe("[redacted] zq8");
  });
});

describe("a text that is made to take long", () => {
  const secrets = new Secrets([key, token]);
  const length = 200_000;
  const gzipped = base64(gzipSync("x".repeat(1_000_000)));
  const repeated = (text: string) => text.repeat(Math.ceil(length / text.length));

  test.each([
    ...["eyJ", "V", "41", "65,", "%25", "\\", `" `, "…a", "<a ", "a\n", "-----BEGIN PRIVATE KEY-----", "password:a"],
    ...["AKIABBBBBBBBBBBBBBBB ", "://", "secret=", "xoxb-", key.slice(0, 15), `${gzipped} `, "\u001b[1"],
  ])("is looked through at once: %j", (part) => {
    const before = process.cpuUsage();
    secrets.redact(repeated(part));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  test("is taken out where it would have to be expanded without end", () => {
    expect(rest(secrets.redact(repeated(`${gzipped}\n`))).trim()).not.toContain(gzipped.slice(0, 100).repeat(2));
    expect(secrets.redact(base64(gzipSync("x".repeat(50_000_000))))).toBe("[redacted]");
  });
});
