import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { TlsSettings } from "../../emulator/index.ts";
import { UsageError } from "../usage-error.ts";

/** A certificate and its key from files of the user's, in PEM. Throws a UsageError where they cannot be used. */
export async function readCertificate(certFile: string, keyFile: string): Promise<TlsSettings> {
  const [cert, key] = await Promise.all([textOf("--cert", certFile), textOf("--key", keyFile)]);
  if (!certificateIn(cert, certFile).checkPrivateKey(keyIn(key, keyFile))) {
    throw new UsageError(
      `--key ${keyFile} is not the key of the certificate in ${certFile}: give the one that it was made with`,
    );
  }
  return { cert, key };
}

async function textOf(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${option} ${file} cannot be read: ${(error as Error).message}`);
  }
}

function certificateIn(text: string, file: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new UsageError(`--cert ${file} is not a certificate in PEM: it begins with -----BEGIN CERTIFICATE-----`);
  }
}

function keyIn(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new UsageError(
      text.includes("ENCRYPTED")
        ? `--key ${file} is encrypted: give it without a passphrase, as \`openssl pkey -in ${file}\` writes it`
        : `--key ${file} is not a private key in PEM: it begins with -----BEGIN PRIVATE KEY-----`,
    );
  }
}
