import {
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Context, Owner } from "./context.ts";
import { onceSeen } from "./iam-propagation.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { removePolicy, removeRole } from "./removal/iam.ts";
import { siteOf } from "./removal/removal.ts";
import { ScenarioError } from "./scenario-error.ts";

export interface RoleSettings {
  /** the sandbox's name of `delivery` unless given. */
  readonly name?: string;
  readonly trustPolicy: PolicyDocument;
  /** None unless given. */
  readonly identityPolicy?: PolicyDocument;
}

/** The inline policy that a role's permissions are in. */
const policyName = "deliver";

/** An IAM role. */
export class Role {
  readonly name: string;
  readonly arn: string;
  readonly #context: Context;
  readonly #owner: Owner;

  constructor(context: Context, owner: Owner, name: string, arn: string) {
    this.#context = context;
    this.#owner = owner;
    this.name = name;
    this.arn = arn;
  }

  /** Replaces the role's inline policy `deliver`. */
  async putPolicy(document: PolicyDocument | string): Promise<void> {
    const { clients, title } = this.#owner;
    await this.#context.recorder.step(`${title} gives role ${this.name} its permissions`, () =>
      clients.iam.send(
        new PutRolePolicyCommand({ RoleName: this.name, PolicyName: policyName, PolicyDocument: String(document) }),
      ),
    );
  }

  async putTrustPolicy(document: PolicyDocument): Promise<void> {
    const { clients, title } = this.#owner;
    await this.#context.recorder.step(`${title} changes whom role ${this.name} trusts`, () =>
      clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: this.name, PolicyDocument: String(document) })),
    );
  }

  /** Limits what the role's policies can give it, by a managed policy that is made for it. */
  async putBoundary(document: PolicyDocument): Promise<void> {
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
      await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: this.name, PermissionsBoundary: PolicyArn }));
    });
  }

  async delete(): Promise<void> {
    await this.#context.recorder.step(`${this.#owner.title} deletes role ${this.name}`, () =>
      removeRole(siteOf(this.#context, this.#owner), this.name),
    );
  }
}

export async function createRole(context: Context, owner: Owner, settings: RoleSettings): Promise<Role> {
  const { iam } = owner.clients;
  const name = settings.name ?? context.sandbox.nameOf("delivery");
  removeRoleAfterwards(context, owner, name);
  const role = await context.recorder.step(`${owner.title} creates role ${name}`, async () => {
    const { Role: created } = await onceSeen(context, () =>
      iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: String(settings.trustPolicy) })),
    );
    if (created?.Arn === undefined) throw new ScenarioError(`CreateRole of ${name} answered no ARN`);
    return new Role(context, owner, name, created.Arn);
  });
  if (settings.identityPolicy !== undefined) await role.putPolicy(settings.identityPolicy);
  return role;
}

export function removeRoleAfterwards(context: Context, owner: Owner, name: string): void {
  context.cleanUp.register(`role ${name} of ${owner.title}`, () => removeRole(siteOf(context, owner), name));
}
