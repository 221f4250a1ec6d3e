import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:http2";
import { Agent } from "node:https";
import { join } from "node:path";
import { CreateBucketCommand, ListObjectsV2Command, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { makeCertificate } from "../../cli/tls/certificate.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { errorOf } from "../support/clients.ts";
import { serve } from "../support/served.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const made = await makeCertificate("127.0.0.1", Date.now());
const other = await makeCertificate("127.0.0.1", Date.now());

function s3Of({ region, accounts: [account] }: Emulator, endpoint: string, ca = made.authority): S3Client {
  if (account === undefined) throw new Error("there are two accounts");
  const requestHandler = new NodeHttpHandler({ httpsAgent: new Agent({ ca }) });
  return new S3Client({ endpoint, region, credentials: account, forcePathStyle: true, maxAttempts: 1, requestHandler });
}

describe("an emulator with a certificate", () => {
  test("speaks TLS to who trusts it, and to nobody else", async () => {
    await using emulator = await startEmulator({ tls: made });
    expect(emulator.url).toBe(`https://127.0.0.1:${emulator.port}`);
    await s3Of(emulator, emulator.url).send(new CreateBucketCommand({ Bucket: "landing" }));
    const refused = s3Of(emulator, emulator.url, other.authority).send(new ListObjectsV2Command({ Bucket: "landing" }));
    await expect(refused).rejects.toThrow(/certificate/);
  });

  test("lets a policy tell TLS from plain HTTP", async () => {
    await using emulator = await startEmulator({ tls: made });
    const [secure, plain] = [emulator.url, emulator.url.replace("https:", "http:")].map((url) => s3Of(emulator, url));
    const insecure = { Bool: { "aws:SecureTransport": "false" } };
    const Statement = { Effect: "Deny", Principal: "*", Action: "s3:ListBucket", Resource: "*", Condition: insecure };
    await secure?.send(new CreateBucketCommand({ Bucket: "landing" }));
    const list = new ListObjectsV2Command({ Bucket: "landing" });
    await plain?.send(list);
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { ...Statement, Resource: "arn:aws:s3:::landing" },
    });
    await secure?.send(new PutBucketPolicyCommand({ Bucket: "landing", Policy }));
    await secure?.send(list);
    expect((await errorOf(plain?.send(list) ?? Promise.resolve())).message).toContain("explicit deny");
  });

  test("without one counts all as TLS, which its endpoint stands for", async () => {
    await using emulator = await startEmulator();
    const s3 = s3Of(emulator, emulator.url);
    await s3.send(new CreateBucketCommand({ Bucket: "landing" }));
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    const Statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::landing", Condition };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await s3.send(new PutBucketPolicyCommand({ Bucket: "landing", Policy }));
    await s3.send(new ListObjectsV2Command({ Bucket: "landing" }));
  });

  test.each(["h2", "http/1.1"])("agrees on %s by ALPN", async (protocol) => {
    await using emulator = await startEmulator({ tls: made });
    if (protocol === "h2") {
      const session = connect(emulator.url, { ca: made.authority });
      const stream = session.request({ ":path": "/" });
      const status = await new Promise((resolve) => stream.on("response", (headers) => resolve(headers[":status"])));
      expect([session.alpnProtocol, status]).toEqual(["h2", 403]);
      session.destroy();
    } else {
      const answer = await fetchOver11(emulator);
      expect(answer).toEqual(["1.1", 403]);
    }
  });

  test("is reached by the names of buckets too", async () => {
    await using emulator = await startEmulator({ tls: made });
    for (const host of ["localhost", "s3.localhost", "landing.s3.localhost"]) {
      const session = connect(emulator.url, { ca: made.authority, servername: host });
      await new Promise((resolve, reject) => session.once("connect", resolve).once("error", reject));
      session.destroy();
    }
  });
});

async function fetchOver11({ url }: Emulator): Promise<readonly unknown[]> {
  const { get } = await import("node:https");
  return new Promise((resolve, reject) => {
    get(url, { ca: made.authority }, (answer) => {
      answer.resume();
      resolve([answer.httpVersion, answer.statusCode]);
    }).on("error", reject);
  });
}

describe("crosscheck serve --tls", () => {
  test("says how to trust a certificate that it made, in a file that others cannot read", async () => {
    await using served = await serve("--tls");
    const file = /AWS_CA_BUNDLE=(\S+)/.exec(served.output())?.[1] ?? "";
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const said = execFileSync(
      process.execPath,
      ["-e", `fetch(${JSON.stringify(served.url)}).then((answer) => console.log(answer.status))`],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: file }, encoding: "utf8" },
    );
    expect(said.trim()).toBe("403");
  });

  test("takes a certificate of the user's", async () => {
    using folder = temporaryFolder();
    const [cert, key] = [join(folder.path, "cert.pem"), join(folder.path, "key.pem")];
    writeFileSync(cert, made.cert);
    writeFileSync(key, made.key);
    await using served = await serve("--tls", "--cert", cert, "--key", key);
    expect(served.url).toMatch(/^https:/);
    expect(served.output()).not.toContain("AWS_CA_BUNDLE");
  });

  const encrypted = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" },
  }).privateKey;
  test.each<[args: readonly string[], files: { cert: string; key: string }, said: RegExp]>([
    [["--cert", "CERT", "--key", "KEY"], made, /--cert goes with --tls/],
    [["--tls", "--cert", "CERT"], made, /--cert needs --key: give both/],
    [["--tls", "--key", "KEY"], made, /--key needs --cert: give both/],
    [["--tls", "--cert", "none.pem", "--key", "KEY"], made, /--cert none.pem cannot be read: ENOENT/],
    [["--tls", "--cert", "CERT", "--key", "KEY"], { ...made, cert: "x" }, /is not a certificate in PEM/],
    [["--tls", "--cert", "CERT", "--key", "KEY"], { ...made, key: "x" }, /is not a private key in PEM/],
    [
      ["--tls", "--cert", "CERT", "--key", "KEY"],
      { ...made, key: encrypted },
      /is encrypted: give it without a passphrase/,
    ],
    [["--tls", "--cert", "CERT", "--key", "KEY"], { ...made, key: other.key }, /is not the key of the certificate/],
  ])("refuses %j in one sentence: case %#", async (args, { cert, key }, said) => {
    using folder = temporaryFolder();
    const files = { CERT: join(folder.path, "cert.pem"), KEY: join(folder.path, "key.pem") };
    writeFileSync(files.CERT, cert);
    writeFileSync(files.KEY, key);
    const parameters = args.map((each) => (each === "CERT" || each === "KEY" ? files[each] : each));
    const streams = capture();
    expect(await runProgram(["serve", ...parameters], streams)).toBe(2);
    expect(streams.written().stderr).toMatch(/^crosscheck: [^\n]+\n$/);
    expect(streams.written().stderr).toMatch(said);
  });
});

test("the files of a made certificate go with the emulator", async () => {
  const emulator = await startEmulator({ tls: made });
  const file = emulator.authorityFile ?? "";
  expect(readFileSync(file, "utf8")).toBe(made.authority);
  await emulator.close();
  expect(() => readFileSync(file)).toThrow(/ENOENT/);
});
