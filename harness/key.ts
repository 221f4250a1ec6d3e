import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
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
  const Description = settings.name ?? context.sandbox.nameOf("key");
  const site = siteOf(context, owner);
  let arn: string | undefined;
  context.cleanUp.register(`key ${Description} of ${owner.title}`, () =>
    arn === undefined ? removeKeysDescribed(site, Description) : removeKey(site, arn),
  );
  return context.recorder.step(`${owner.title} creates key ${Description}`, async () => {
    const Policy = String(await keyPolicy(owner, settings.policy));
    const { KeyMetadata } = await onceSeen(context, Policy, () =>
      kms.send(new CreateKeyCommand({ Description, Policy })),
    );
    arn = KeyMetadata?.Arn;
    if (arn === undefined) throw new ScenarioError("CreateKey answered no ARN");
    return new Key(context, owner, arn);
  });
}

/**
 * A key's whole policy: the account's own policies decide, and `more` allows. Whoever makes the key may use and remove it by
 * the key's policy, so that their identity policy need not allow it: there it could only be for every key of the account.
 */
export async function keyPolicy(
  owner: Pick<Owner, "clients"> & { readonly arn: string },
  more?: PolicyDocument,
): Promise<PolicyDocument> {
  const { Arn = "", UserId = "" } = await owner.clients.sts.send(new GetCallerIdentityCommand({}));
  const ofTheAccount = allowing(["kms:*"], inKeyPolicy, { sid: "Account", principal: owner });
  const ofTheScenario = more === undefined ? ofTheAccount : ofTheAccount.and(more);
  // A key policy that leaves all to the account leaves all to its root user.
  if (Arn.endsWith(":root")) return ofTheScenario;
  // By unique id, which needs no path: `AROA…` with `:session`, or `AIDA…`.
  const [id = ""] = UserId.split(":");
  const condition = { StringLike: { "aws:userid": [id, `${id}:*`] } };
  return ofTheScenario.and(allowing(makersActions, inKeyPolicy, { sid: "Maker", principal: "*", condition }));
}

/**
 * Without PutKeyPolicy KMS refuses the policy: the key could become unmanageable.
 * Source: KMS API Reference, CreateKey, BypassPolicyLockoutSafetyCheck.
 */
const makersActions = ["kms:Decrypt", "kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];

/** The key that a key policy belongs to is `*` in it. */
export const inKeyPolicy = onlyArns("*");
