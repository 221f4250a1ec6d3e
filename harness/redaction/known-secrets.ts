import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type { ClientPlugin, StaticCredentials } from "../target.ts";
import { redactDeep } from "./deep.ts";
import { secretsOf } from "./environment.ts";
import { literalSecretsIn } from "./literals.ts";
import { Secrets } from "./secrets.ts";

/**
 * What this process has come to know as secret. It is the process' and not a run's: what one part learns, no other may
 * print.
 */
export const knownSecrets = new Secrets();

/** `text` without anything that this process knows as secret or that looks so. */
export function redact(text: string): string {
  return knownSecrets.redact(text);
}

/** The same for every text in a value. */
export function redactAll<Value>(value: Value): Value {
  return redactDeep(value, redact);
}

/** Learns every variable that looks like a secret, whoever it belongs to. */
export function learnFromEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  for (const secret of secretsOf(environment)) knownSecrets.add(secret);
}

/** Learns what stands as a secret in a file of settings or a program: what is assigned to such a name, or looks so. */
export function learnFromText(text: string): void {
  for (const secret of literalSecretsIn(text)) knownSecrets.add(secret);
}

export function learnCredentials({ secretAccessKey, sessionToken }: StaticCredentials): void {
  knownSecrets.add(secretAccessKey);
  knownSecrets.add(sessionToken);
}

/** A provider whose credentials are known as secret before anybody has them. */
export function learningProvider(provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  return async (...properties) => {
    const identity = await provider(...properties);
    learnCredentials(identity);
    return identity;
  };
}

const secretMembers =
  /^(?:SecretAccessKey|SessionToken|WebIdentityToken|SAMLAssertion|Password|(?:CopySource)?SSECustomerKey)$/;

/** Learns what a call sends or answers as secret: at its top level, or in what is there, as `Credentials`. */
export function learnMembers(value: unknown): void {
  for (const [name, member] of membersOf(value)) {
    learnMember(name, member);
    for (const [inner, each] of membersOf(member)) learnMember(inner, each);
  }
}

function learnMember(name: string, member: unknown): void {
  if (typeof member === "string" && secretMembers.test(name)) knownSecrets.add(member);
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) ? Object.entries(value) : [];
}

/** The same in the text that the AWS CLI prints: JSON. */
export function learnFromCli(output: string): void {
  if (!/SecretAccessKey|SessionToken/.test(output)) return;
  for (const [, secret] of output.matchAll(/"(?:SecretAccessKey|SessionToken)":\s*"([^"]+)"/g))
    knownSecrets.add(secret);
}

/** Learns from all that a client sends and is answered. */
export const learningPlugin: ClientPlugin = {
  applyToStack(stack) {
    stack.add(
      (next) => async (args) => {
        learnMembers(args.input);
        const result = await next(args);
        learnMembers(result.output);
        return result;
      },
      // The SDK's providers add it to their client again whenever they renew.
      { step: "initialize", name: "crosscheckSecrets", priority: "high", override: true },
    );
  },
};
