import {
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { iamArn } from "./arns.ts";
import type { Context, Owner } from "./context.ts";
import { anyErrorLogArn } from "./error-log.ts";
import { changedInIam, onceSeen } from "./iam-propagation.ts";
import { allowing, onlyArns, type PolicyDocument } from "./policy-document.ts";
import { removePolicy, removeRole } from "./removal/iam.ts";
import { siteOf } from "./removal/removal.ts";
import { ScenarioError } from "./scenario-error.ts";

export interface RoleSettings {
  /** the sandbox's name of `delivery` unless given. */
  readonly name?: string;
  readonly trustPolicy: PolicyDocument;
  /** None unless given. */
  readonly identityPolicy?: PolicyDocument;
  /** Whether it may write into error logs where they alone tell what failed; it may unless given. */
  readonly mayTellErrors?: boolean;
}

/** The inline policy that a role's permissions are in. */
const policyName = "deliver";

/** The one for error logs, which a scenario's policies are not about. */
const tellingPolicyName = "tell-errors";

/** An IAM role. */
export class Role {
  readonly name: string;
  readonly arn: string;
  readonly #context: Context;
  readonly #owner: Owner;
  #hasPolicy = false;

  constructor(context: Context, owner: Owner, name: string, arn: string) {
    this.#context = context;
    this.#owner = owner;
    this.name = name;
    this.arn = arn;
  }

  /** Replaces the role's inline policy `deliver`. */
  async putPolicy(document: PolicyDocument | string): Promise<void> {
    const { clients, title } = this.#owner;
    await this.#context.recorder.step(`${title} gives role ${this.name} its permissions`, async () => {
      await clients.iam.send(
        new PutRolePolicyCommand({ RoleName: this.name, PolicyName: policyName, PolicyDocument: String(document) }),
      );
      await this.#changed({ isReplaced: this.#hasPolicy });
      this.#hasPolicy = true;
    });
  }

  async putTrustPolicy(document: PolicyDocument): Promise<void> {
    const { clients, title } = this.#owner;
    await this.#context.recorder.step(`${title} changes whom role ${this.name} trusts`, async () => {
      await clients.iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: this.name, PolicyDocument: String(document) }),
      );
      await this.#changed({ isReplaced: true });
    });
  }

  /**
   * Limits what the role's policies can give it: by a managed policy that is made for it, or, where all roles have to keep
   * to a boundary of the account's own, by the policy beside that which ends with `-<part>`.
   */
  async putBoundary(document: PolicyDocument, part: string): Promise<void> {
    const { permissionsBoundary } = this.#context.sandbox;
    if (permissionsBoundary === undefined) return this.#putNewBoundary(document);
    await this.#context.recorder.step(
      `${this.#owner.title} changes the permissions boundary of role ${this.name}`,
      () => this.#bound(iamArn(this.#owner.region, this.#owner.id, `policy/${permissionsBoundary}-${part}`)),
    );
  }

  async #putNewBoundary(document: PolicyDocument): Promise<void> {
    const { clients, title } = this.#owner;
    const { iam } = clients;
    const PolicyName = this.#context.sandbox.nameOf("boundary");
    const site = siteOf(this.#context, this.#owner);
    this.#context.cleanUp.register(`policy ${PolicyName} of ${title}`, async () => {
      // A boundary that is in use is not deleted, and the role must not be left without it.
      await removeRole(site, this.name);
      await removePolicy(site, PolicyName);
    });
    await this.#context.recorder.step(`${title} sets a permissions boundary for role ${this.name}`, async () => {
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: String(document) }));
      const PolicyArn = Policy?.Arn;
      if (PolicyArn === undefined) throw new ScenarioError(`CreatePolicy of ${PolicyName} answered no ARN`);
      await this.#bound(PolicyArn);
    });
  }

  async #bound(PermissionsBoundary: string): Promise<void> {
    const { iam } = this.#owner.clients;
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: this.name, PermissionsBoundary }));
    await this.#changed({ isReplaced: true });
  }

  async delete(): Promise<void> {
    await this.#context.recorder.step(`${this.#owner.title} deletes role ${this.name}`, async () => {
      await removeRole(siteOf(this.#context, this.#owner), this.name);
      await this.#changed({ isReplaced: true });
    });
  }

  #changed(how: { readonly isReplaced: boolean }): Promise<void> {
    return changedInIam(this.#context, this.arn, how);
  }
}

export async function createRole(context: Context, owner: Owner, settings: RoleSettings): Promise<Role> {
  const { iam } = owner.clients;
  const name = settings.name ?? context.sandbox.nameOf("delivery");
  removeRoleAfterwards(context, owner, name);
  const role = await context.recorder.step(`${owner.title} creates role ${name}`, async () => {
    const AssumeRolePolicyDocument = String(settings.trustPolicy);
    const { Role: created } = await onceSeen(context, AssumeRolePolicyDocument, () =>
      iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument })),
    );
    if (created?.Arn === undefined) throw new ScenarioError(`CreateRole of ${name} answered no ARN`);
    await changedInIam(context, created.Arn);
    if (context.sandbox.deliveryFailures === undefined && settings.mayTellErrors !== false) {
      const PolicyDocument = String(allowing(["logs:PutLogEvents"], onlyArns(anyErrorLogArn(context, owner))));
      await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: tellingPolicyName, PolicyDocument }));
    }
    return new Role(context, owner, name, created.Arn);
  });
  if (settings.identityPolicy !== undefined) await role.putPolicy(settings.identityPolicy);
  return role;
}

export function removeRoleAfterwards(context: Context, owner: Owner, name: string): void {
  context.cleanUp.register(`role ${name} of ${owner.title}`, () => removeRole(siteOf(context, owner), name));
}
