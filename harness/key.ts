import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import type { Context, Owner } from "./context.ts";
import { onceSeen } from "./iam-propagation.ts";
import { allowing, onlyArns, type PolicyDocument, type PolicyResource } from "./policy-document.ts";
import { removeKey, removeKeysDescribed } from "./removal/key.ts";
import { siteOf } from "./removal/removal.ts";
import { ScenarioError } from "./scenario-error.ts";

export interface KeySettings {
  /** Its description, for keys have no names; the sandbox's name of `key` unless given. */
  readonly name?: string;
  /** Beside the statement that lets the account's own policies decide. */
  readonly policy?: PolicyDocument;
}

/** A symmetric customer key of KMS. */
export class Key implements PolicyResource {
  readonly arn: string;
  readonly #context: Context;
  readonly #owner: Owner;

  constructor(context: Context, owner: Owner, arn: string) {
    this.#context = context;
    this.#owner = owner;
    this.arn = arn;
  }

  get policyArns(): readonly string[] {
    return [this.arn];
  }

  async disable(): Promise<void> {
    const { clients, title } = this.#owner;
    await this.#context.recorder.step(`${title} disables its key`, () =>
      clients.kms.send(new DisableKeyCommand({ KeyId: this.arn })),
    );
  }
}

export function createKey(
  context: Context,
  owner: Owner & { readonly arn: string },
  settings: KeySettings,
): Promise<Key> {
  const { kms } = owner.clients;
  const ofTheAccount = allowing(["kms:*"], inKeyPolicy, { sid: "Account", principal: owner });
  const policy = settings.policy === undefined ? ofTheAccount : ofTheAccount.and(settings.policy);
  const Description = settings.name ?? context.sandbox.nameOf("key");
  const site = siteOf(context, owner);
  let arn: string | undefined;
  context.cleanUp.register(`key ${Description} of ${owner.title}`, () =>
    arn === undefined ? removeKeysDescribed(site, Description) : removeKey(site, arn),
  );
  return context.recorder.step(`${owner.title} creates key ${Description}`, async () => {
    const { KeyMetadata } = await onceSeen(context, String(policy), () =>
      kms.send(new CreateKeyCommand({ Description, Policy: String(policy) })),
    );
    arn = KeyMetadata?.Arn;
    if (arn === undefined) throw new ScenarioError("CreateKey answered no ARN");
    return new Key(context, owner, arn);
  });
}

/** The key that a key policy belongs to is `*` in it. */
export const inKeyPolicy = onlyArns("*");
