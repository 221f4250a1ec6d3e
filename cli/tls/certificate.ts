import { KeyObject, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import type { TlsSettings } from "../../emulator/index.ts";

export interface MadeCertificate extends TlsSettings {
  /** PEM of the authority that clients have to trust. Its key is gone: it signs nothing else. */
  readonly authority: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;

/** By which clients of this machine reach the server, and buckets of S3 by host. No client takes `*.localhost`. */
const localNames = ["localhost", "s3.localhost", "*.s3.localhost"];
const localAddresses = ["127.0.0.1", "::1"];

/** A certificate for `host` and for this machine, by an authority of its own, which lives as long as the certificate. */
export async function makeCertificate(host: string, nowMs: number): Promise<MadeCertificate> {
  // The library's decorators need it, and need it first.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const [ofAuthority, ofServer] = await Promise.all([makeKeys(), makeKeys()]);
  // Clocks of machines differ a little.
  const [notBefore, notAfter] = [new Date(nowMs - dayMs), new Date(nowMs + 30 * dayMs)];
  const issuer = "CN=firehose-crosscheck, made for one run";
  const validity = { notBefore, notAfter, signingAlgorithm: algorithm };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: issuer,
    keys: ofAuthority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(ofAuthority.publicKey),
    ],
  });
  const names = isIP(host) === 0 ? [host, ...localNames] : localNames;
  const addresses = isIP(host) === 0 ? localAddresses : [host, ...localAddresses];
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: "CN=localhost",
    issuer,
    publicKey: ofServer.publicKey,
    signingKey: ofAuthority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...[...new Set(names)].map((value) => ({ type: "dns", value }) as const),
        ...[...new Set(addresses)].map((value) => ({ type: "ip", value }) as const),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(ofAuthority.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(ofServer.publicKey),
    ],
  });
  const key = KeyObject.from(ofServer.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
  const chain = [certificate, authority].map((each) => each.toString("pem")).join("\n");
  return { cert: chain, key, authority: authority.toString("pem") };
}

/** The library's types are the browser's, to which those of Node are others. */
async function makeKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as unknown as CryptoKeyPair;
}
