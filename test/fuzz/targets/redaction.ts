import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { Secrets } from "../../../harness/redaction/secrets.ts";
import { type FuzzTarget, propertyTarget } from "../target.ts";

const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+"];
const secret = fc
  .uniqueArray(fc.constantFrom(...alphabet), { minLength: 24, maxLength: 40 })
  .map((letters) => letters.join(""));

/** The forms in which a secret may be written. `pick` chooses among what a form leaves open. */
const forms: Readonly<Record<string, (secret: string, pick: number) => string>> = {
  plain: (text) => text,
  part: (text, pick) => text.slice(pick % (text.length - 16), (pick % (text.length - 16)) + 16),
  url: (text) => encodeURIComponent(text),
  "url twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  base64: (text, pick) => Buffer.from(`${"-".repeat(pick % 6)}${text}--`).toString("base64"),
  hex: (text) => Buffer.from(text).toString("hex"),
  json: (text) => text.replaceAll("/", "\\/"),
  "line break": (text, pick) =>
    `${text.slice(0, 1 + (pick % (text.length - 1)))}\n${text.slice(1 + (pick % (text.length - 1)))}`,
  bytes: (text) => JSON.stringify([...Buffer.from(text)]),
  gzip: (text) => gzipSync(text).toString("base64"),
};

interface Case {
  readonly secret: string;
  readonly form: string;
  readonly pick: number;
  readonly before: string;
  readonly after: string;
}

const around = fc.string({ unit: fc.constantFrom(..."abc, .:\n"), maxLength: 20 });

export const redaction: FuzzTarget = propertyTarget<Case, (secret: string) => (text: string) => string>({
  name: "redaction",
  component: "harness/redaction",
  property: "a secret that is known is found in every form, and ordinary text is left as it is",
  share: 500,
  inputs: fc.record({
    secret,
    form: fc.constantFrom(...Object.keys(forms)),
    pick: fc.nat(),
    before: around,
    after: around,
  }),
  subject: (known) => {
    const secrets = new Secrets([known]);
    return (text) => secrets.redact(text);
  },
  faulty: (known) => (text) => text.replaceAll(known, "[redacted]"),
  holds: ({ secret: known, form, pick, before, after }, redactorOf) => {
    const redact = redactorOf(known);
    const written = forms[form]?.(known, pick) ?? "";
    const shown = redact(`${before} ${written} ${after}`);
    if (!shown.includes("[redacted]")) throw new Error(`${form}: nothing is redacted in ${JSON.stringify(shown)}`);
    if (shown.includes(written)) throw new Error(`${form}: it is still there in ${JSON.stringify(shown)}`);
    const ordinary = `arn:aws:s3:::landing-${pick} ${before} 111111111111 ${after}`;
    if (redact(ordinary) !== ordinary)
      throw new Error(`ordinary text is another one: ${JSON.stringify(redact(ordinary))}`);
  },
});
