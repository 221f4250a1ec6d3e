import type { Account, AccountDirectory } from "../model/account.ts";
import type { Caller, Credential, CredentialDirectory, PrincipalDirectory } from "../model/caller.ts";
import type { Organization } from "../model/organization.ts";

/** Every identity of every account: who an access key belongs to, and which policies bind them. */
export class IamStore implements CredentialDirectory, PrincipalDirectory {
  readonly #accounts: AccountDirectory;
  readonly #organization: Organization;

  constructor(accounts: AccountDirectory, organization: Organization) {
    this.#accounts = accounts;
    this.#organization = organization;
  }

  findCredential(accessKeyId: string): Credential | undefined {
    const account = this.#accounts.byAccessKeyId(accessKeyId);
    if (account === undefined) return undefined;
    return { accessKeyId, secretAccessKey: account.secretAccessKey, caller: this.rootOf(account) };
  }

  findByArn(_arn: string): { readonly uniqueId: string; readonly arn: string } | undefined {
    return undefined;
  }

  findById(_uniqueId: string): { readonly uniqueId: string; readonly arn: string } | undefined {
    return undefined;
  }

  /** The root user: no policy of its own account binds it, service control policies do. */
  rootOf(account: Account): Caller {
    return {
      principal: { kind: "root", accountId: account.id, arn: `arn:aws:iam::${account.id}:root` },
      accountId: account.id,
      canonicalUserId: account.canonicalUserId,
      policiesInForce: () => ({
        identityPolicies: [],
        serviceControlPolicies: this.#organization.serviceControlPolicies(account.id),
      }),
      context: new Map(),
    };
  }
}
