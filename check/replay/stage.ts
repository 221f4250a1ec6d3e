import {
  createAws,
  createOrganization,
  type EmbeddedAws,
  type Organization,
  startEmulator,
  type VirtualClock,
} from "../../emulator/index.ts";
import { accountOfArn } from "../../emulator/model/arn.ts";
import { type AccountClients, clientsFor } from "../../harness/clients.ts";
import { isOneAccount, sideOf } from "../accounts.ts";
import type { Configuration, PolicyText } from "../configuration.ts";
import { accountsNamed } from "../principals-named.ts";
import { roleIdsOf } from "../roles.ts";
import type { Playable } from "../unknown/world.ts";
import { CheckFailed } from "./check-failed.ts";
import { directHands, type Hands, type RefusedCall, wireHands } from "./hands.ts";
import { organizationTree } from "./organization-tree.ts";
import { setUp } from "./set-up.ts";

export interface StageSettings {
  /** Over the wire by SDK clients, or past it: many times as fast, with the same answers. `wire` unless given. */
  readonly by?: "wire" | "direct";
  /** Every drawn identifier follows from it. */
  readonly seed?: number;
  /** Told of the AWS before anything is made in it. */
  readonly onStart?: (aws: EmbeddedAws<VirtualClock>) => void;
  /** Does a part of the replay, for whoever wants to name it and to time it. */
  readonly step?: Step;
  /** Accounts beside A, B and those that policies name. */
  readonly strangers?: readonly string[];
}

export type Step = <Result>(title: string, work: () => Promise<Result>) => Promise<Result>;

/** Nobody names it. */
export const unnamed: Step = (_title, work) => work();

/** An embedded AWS with both accounts as the configuration has them, up to the delivery stream. */
export interface Stage extends AsyncDisposable {
  readonly aws: EmbeddedAws<VirtualClock>;
  /** Calls of the set-up that AWS refuses. */
  readonly refused: readonly RefusedCall[];
  readonly canonicalUserIds: { readonly A: string; readonly B: string };
  readonly handsOf: HandsOf;
  /**
   * Puts the organization's policies in force, and that of the data stream's key. Before, they bind nobody: what is described
   * is there, and the record in it, whoever the policies let make it.
   */
  bind(): Promise<void>;
}

/** The administrator of an account, in its own region unless another is given: of one account, the delivery stream's. */
export type HandsOf = (accountId: string, region?: string) => Hands;

export async function openStage(configuration: Playable, settings: StageSettings = {}): Promise<Stage> {
  const { by = "wire", seed = 1, strangers = [], step = unnamed } = settings;
  const { accountA, accountB, backupBucket, keys, roles } = configuration;
  const others = new Set([...accountsNamed(configuration), ...accountsMet(configuration), ...strangers]);
  if (backupBucket !== undefined) others.add(backupBucket.accountId);
  for (const { id } of [accountA, accountB]) others.delete(id);
  const isOne = isOneAccount(configuration);
  const organization = organizationOf(configuration);
  let isBound = false;
  const faults: unknown[] = [];
  const given = {
    seed,
    onInternalError: (fault: unknown) => faults.push(fault),
    region: accountA.region,
    accounts: [
      { name: isOne ? accountA.id : "A", id: accountA.id, publicAccessBlock: accountA.publicAccessBlock },
      ...(isOne ? [] : [{ name: "B", id: accountB.id, publicAccessBlock: accountB.publicAccessBlock }]),
      ...[...others].map((id) => ({ id })),
    ],
    organization: organization.kind === "made" ? inForceIf(() => isBound, organization.value) : undefined,
    openQuestions: configuration.openQuestions,
    // One that is there meets what was changed since: what keeps it from its bucket is told by its deliveries.
    areDeliveryStreamsStanding: true,
    keyIds: keys.map(({ arn }) => arn.replace(/.*\//, "")),
    roleIds: roleIdsOf(roles),
  };
  const aws = await (by === "wire" ? startEmulator(given) : createAws(given)).catch((error: Error) => {
    const { syscall, message } = error as NodeJS.ErrnoException;
    const what =
      syscall === "mkdtemp"
        ? "the folder for temporary files (TMPDIR) cannot be used"
        : "the embedded AWS does not start";
    throw new CheckFailed(`${what}: ${message}`, { cause: error });
  });
  settings.onStart?.(aws);
  const workers = workersIn(aws, configuration, () => faults.at(-1));
  const end = async () => {
    workers[Symbol.dispose]();
    await aws[Symbol.asyncDispose]();
  };
  try {
    const { handsOf } = workers;
    const done = await step(
      isOne ? "the account is set up as it is described" : "both accounts are set up as they are described",
      () => setUp({ configuration, handsOf, wait: (ms) => aws.clock.advance(ms) }),
    );
    const ofOrganization = organization.kind === "refused" ? [organization.refusal] : [];
    const canonicalUserIds = { A: canonicalUserId(aws, accountA.id), B: canonicalUserId(aws, accountB.id) };
    const bind = async () => {
      if (isBound) return;
      await done.closeStream();
      isBound = true;
    };
    return {
      aws,
      get refused() {
        return [...ofOrganization, ...done.refused];
      },
      canonicalUserIds,
      handsOf,
      bind,
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Accounts that own what the delivery meets. */
function accountsMet({ deliveryStream: { reads }, keys }: Configuration): readonly string[] {
  const grants = keys.flatMap((key) => key.grants.flatMap((each) => [each.GranteePrincipal, each.RetiringPrincipal]));
  const arns = [
    ...(reads === undefined ? [] : [reads.dataStreamArn]),
    ...keys.map(({ arn }) => arn),
    ...grants.filter((arn) => arn !== undefined),
  ];
  return arns.map((arn) => accountOfArn(arn)).filter((id) => /^\d{12}$/.test(id));
}

type MadeOrganization =
  | { readonly kind: "made"; readonly value: Organization | undefined }
  | { readonly kind: "refused"; readonly refusal: RefusedCall };

/** Organizations is no service of the embedded AWS: what of its policies is malformed is refused as that service would. */
function organizationOf({ accountA, organization }: Configuration): MadeOrganization {
  if (organization === undefined) return { kind: "made", value: undefined };
  const { id, members, source } = organization;
  const settingsOf = (policies: readonly PolicyText[]) => policies.map(({ name, text }) => ({ name, document: text }));
  const accounts = members.map((member) => ({
    id: member.accountId,
    ...(member.path !== undefined && { path: member.path }),
    serviceControlPolicies: [
      ...(member.isFullAccessDetached === true ? [] : [fullAccess]),
      ...settingsOf(member.serviceControlPolicies),
    ],
    resourceControlPolicies: settingsOf(member.resourceControlPolicies),
  }));
  try {
    const made = createOrganization({ id, root: organizationTree(accounts) });
    const placed = new Set(members.filter(({ isOnlyPlaced }) => isOnlyPlaced === true).map((each) => each.accountId));
    return { kind: "made", value: withoutPoliciesFor(made, placed) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const code = "MalformedPolicyDocumentException";
    const call = "organizations:CreatePolicy";
    return { kind: "refused", refusal: { accountId: accountA.id, call, code, message: error.message, source } };
  }
}

/** The same organization, whose policies are in force as long as something is so. */
function inForceIf(isSo: () => boolean, organization: Organization | undefined): Organization | undefined {
  return (
    organization && {
      ...organization,
      serviceControlPolicies: (id) => (isSo() ? organization.serviceControlPolicies(id) : undefined),
      resourceControlPolicies: (id) => (isSo() ? organization.resourceControlPolicies(id) : undefined),
    }
  );
}

/** Of accounts whose policies nobody knows, none is in force. */
function withoutPoliciesFor(organization: Organization, accountIds: ReadonlySet<string>): Organization {
  return {
    ...organization,
    serviceControlPolicies: (id) => (accountIds.has(id) ? undefined : organization.serviceControlPolicies(id)),
    resourceControlPolicies: (id) => (accountIds.has(id) ? undefined : organization.resourceControlPolicies(id)),
  };
}

/** Attached to every account until it is detached. Source: Organizations User Guide, "SCP evaluation". */
const fullAccess = {
  name: "FullAWSAccess",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

interface Workers extends Disposable {
  readonly handsOf: HandsOf;
}

function workersIn(
  aws: EmbeddedAws & { readonly url?: string },
  configuration: Configuration,
  faultOf: () => unknown,
): Workers {
  const { accountA, accountB } = configuration;
  const { url: endpoint } = aws;
  const clients: AccountClients[] = [];
  const workers = new Map<string, Hands>();
  const handsIn = (id: string, region: string): Hands => {
    const account = aws.accounts.find((each) => each.id === id);
    if (account === undefined) throw new RangeError(`account ${id} is not part of the replay`);
    if (endpoint === undefined) return directHands(aws, id, region);
    const { accessKeyId, secretAccessKey } = account;
    const credentials = { accessKeyId, secretAccessKey };
    const signsAt = () => aws.clock.now();
    const ofAccount = clientsFor({ region, endpoint, credentials, maxAttempts: 1, signsAt });
    clients.push(ofAccount);
    return wireHands(ofAccount, id, faultOf);
  };
  return {
    handsOf(accountId, region = sideOf(configuration, accountId) === "B" ? accountB.region : accountA.region) {
      const worker = `${accountId} ${region}`;
      const hands = workers.get(worker) ?? handsIn(accountId, region);
      workers.set(worker, hands);
      return hands;
    },
    [Symbol.dispose]() {
      for (const each of clients) each[Symbol.dispose]();
    },
  };
}

function canonicalUserId({ accounts }: EmbeddedAws, accountId: string): string {
  return accounts.find(({ id }) => id === accountId)?.canonicalUserId ?? "";
}
