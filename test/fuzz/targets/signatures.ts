import fc from "fast-check";
import { startEmulator } from "../../../emulator/index.ts";
import { type HandMade, presigned, type Signing, signed } from "../../support/signed.ts";
import { type FuzzTarget, problemOf } from "../target.ts";
import { Sender } from "../wire/sender.ts";

const word = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_.~ /é+%&="), minLength: 1, maxLength: 8 });
const encoded = word.map((text) => encodeURIComponent(text));

const requests = fc.record({
  key: fc.array(encoded, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
  query: fc.uniqueArray(fc.tuple(fc.constantFrom("x-a", "x-b", "x-c"), encoded), {
    maxLength: 3,
    selector: ([name]) => name,
  }),
  headers: fc.dictionary(fc.constantFrom("x-note-a", "x-note-b"), fc.stringMatching(/^[!-~]{1,10}$/)),
  isPresigned: fc.boolean(),
  /** Which character of what is signed is another one when it arrives. */
  at: fc.nat(),
  part: fc.constantFrom<"path" | "query" | "header" | "signature">("path", "query", "header", "signature"),
});
type Request = typeof requests extends fc.Arbitrary<infer Each> ? Each : never;

type Tamper = (message: Required<HandMade>, request: Request) => Required<HandMade>;

const swapped = (text: string, at: number, from = 0) => {
  const index = from + (at % Math.max(1, text.length - from));
  return `${text.slice(0, index)}${text[index] === "b" ? "c" : "b"}${text.slice(index + 1)}`;
};

/** One character of what the signature covers becomes another. */
const tampered: Tamper = (message, { at, part, headers }) => {
  const { target } = message;
  const [path = "", query = ""] = target.split("?");
  const [header] = Object.keys(headers);
  if (part === "header" && header !== undefined && message.headers[header] !== undefined) {
    return { ...message, headers: { ...message.headers, [header]: `${message.headers[header]}x` } };
  }
  if (part === "query" && query.startsWith("x-")) return { ...message, target: `${path}?x-z${query.slice(3)}` };
  if (part === "signature" && message.headers.authorization !== undefined) {
    const authorization = message.headers.authorization.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    return { ...message, headers: { ...message.headers, authorization } };
  }
  // Behind the bucket; a percent escape that changes may be no escape any more.
  const free = path.replace(/%../g, "___");
  const places = [...free].flatMap((each, index) =>
    index > "/signed-bucket/".length && /\w/.test(each) && each !== "_" ? [index] : [],
  );
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return { ...message, target: `${path}b${query === "" ? "" : `?${query}`}` };
  return { ...message, target: `${swapped(path, 0, place)}${query === "" ? "" : `?${query}`}` };
};

async function run(seed: number, inputs: number, tamper: Tamper): Promise<readonly string[]> {
  await using emulator = await startEmulator({ seed });
  const [owner] = emulator.accounts;
  if (owner === undefined) throw new Error("the emulator has no account");
  const sender = new Sender(emulator);
  const signing: Signing = { keys: owner, service: "s3", payload: "UNSIGNED-PAYLOAD" };
  const holds = async (request: Request) => {
    const query = request.query.map(([name, value]) => `${name}=${value}`).join("&");
    const target = `/signed-bucket/${request.key}${query === "" ? "" : `?${query}`}`;
    const message: HandMade = { method: "GET", target, headers: request.isPresigned ? {} : { ...request.headers } };
    const whole = request.isPresigned
      ? presigned(emulator, message, { ...signing, expiresSeconds: 60 })
      : signed(emulator, message, signing);
    const [right, wrong] = [await sender.send(whole), await sender.send(tamper(whole, request))];
    // The bucket is not there: who is known is told so.
    if (right.status !== 404) throw new Error(`the right signature: ${right.status} ${right.body}`);
    if (wrong.status !== 403) throw new Error(`another request by the same signature: ${wrong.status} ${wrong.body}`);
  };
  try {
    const details = await fc.check(fc.asyncProperty(requests, holds), { seed, numRuns: inputs });
    return problemOf(details);
  } finally {
    sender.close();
  }
}

export const signatures: FuzzTarget = {
  name: "signatures",
  component: "emulator/authenticate.ts, emulator/wire/sigv4.ts",
  property:
    "a request that is signed as documented is known, in headers and in the query; with one character changed it is not",
  share: 300,
  run: (seed, inputs) => run(seed, inputs, tampered),
  runWithFault: (seed) => run(seed, 20, (message) => message),
};
