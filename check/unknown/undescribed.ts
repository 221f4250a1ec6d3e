import { formatArn, isManagedPolicyKnown } from "../../emulator/index.ts";
import { accountOfArn, arnParts } from "../../emulator/model/arn.ts";
import { partitionOfArn } from "../../emulator/policy/index.ts";
import type { Configuration, KeyConfiguration, RoleConfiguration } from "../configuration.ts";
import { isForeignArn, partitionIn } from "../partitions.ts";
import { deliveryKeys, deliveryRoleArns, deliveryRoles, isKeyMeant } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import { keyId } from "./forms.ts";
import { documentOf, everything, withInlinePolicy, withUnknown } from "./hypothetical.ts";
import { changing, type Question } from "./question.ts";
import type { Unknown } from "./unknown.ts";

/**
 * What the delivery uses and nothing describes: roles, keys. It is there, and lets everything through: what is denied all the
 * same, nothing about it can change. The questions ask for the opposite.
 */
export function withUndescribed(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const roles = undescribedRoles(configuration);
  const { configuration: withKeys, keys } = undescribedKeys(configuration);
  const filled: Configuration = {
    ...withKeys,
    roles: [...configuration.roles.map((role) => withDescribedPolicies(configuration, role)), ...roles],
  };
  const open = roles.reduce<Configuration>(
    (at, role) =>
      withInlinePolicy(at, role, {
        shown: "whatever its policies are",
        source: role.source,
        text: documentOf(everything("Allow")),
      }),
    filled,
  );
  return {
    configuration: open,
    questions: [
      ...roles.map(questionOfRole),
      ...keys.map((key) => questionOfKey(configuration, key)),
      ...attachedPolicies(configuration),
      ...boundaries(configuration),
      ...dataStreams(configuration),
    ],
  };
}

/** What is attached and not described is left to the questions. */
function withDescribedPolicies(configuration: Configuration, role: RoleConfiguration): RoleConfiguration {
  const { permissionsBoundaryArn: boundary, ...bare } = role;
  return {
    ...bare,
    attachedPolicyArns: role.attachedPolicyArns.filter((arn) => isDescribed(configuration, arn)),
    ...(boundary !== undefined && isDescribed(configuration, boundary) && { permissionsBoundaryArn: boundary }),
  };
}

/** A role of another account or partition is a mistake that AWS answers, and none of the input's. */
function undescribedRoles(configuration: Configuration): readonly RoleConfiguration[] {
  const { roles, accountA, deliveryStream } = configuration;
  const described = new Set(roles.map(roleArn));
  return deliveryRoleArns(configuration).flatMap((arn): readonly RoleConfiguration[] => {
    const [, partition = "", accountId, path = "/", name] =
      /^arn:([\w-]+):iam::(\d{12}):role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    if (described.has(arn) || name === undefined || accountId !== accountA.id) return [];
    if (partition !== partitionIn(configuration)) return [];
    const { source } = deliveryStream;
    const trust = {
      Effect: "Allow",
      Principal: { Service: "firehose.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    return [
      {
        accountId,
        partition,
        path,
        name,
        trustPolicy: { name: "trust policy", text: documentOf(trust), source },
        inlinePolicies: [],
        attachedPolicyArns: [],
        source,
      },
    ];
  });
}

function questionOfRole(role: RoleConfiguration): Question {
  const arn = roleArn(role);
  return {
    what: `role \`${arn}\``,
    because: "nothing describes it: neither whom it trusts nor what it may do is known",
    settledBy: "give the input that describes it",
    source: role.source,
    answers: [
      changing("less", (at) => ({
        ...at,
        roles: at.roles.map((each) => (roleArn(each) === arn ? { ...each, inlinePolicies: [] } : each)),
      })),
    ],
  };
}

interface UndescribedKey {
  /** As the delivery refers to it. */
  readonly reference: string;
  readonly key: KeyConfiguration;
}

/** `aws/s3` and its like are AWS's. */
function undescribedKeys(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly keys: readonly UndescribedKey[];
} {
  const { accountB, deliveryStream } = configuration;
  const { source } = deliveryStream;
  let at = configuration;
  const keys: UndescribedKey[] = [];
  for (const reference of deliveryKeys(configuration)) {
    if (at.keys.some((key) => isKeyMeant(key, reference)) || /alias\/aws\//.test(reference)) continue;
    // The bucket's own encryption may name a key of its account without an ARN.
    const [, base = formatArn("kms", accountB.region, accountB.id, ""), named = ""] =
      /^(arn:[\w-]+:kms:[\w-]+:\d{12}:)?(?:key\/)?(.+)$/.exec(reference) ?? [];
    // In another partition there is none that the delivery could use.
    if (partitionOfArn(base) !== partitionIn(configuration)) continue;
    const isAlias = named.startsWith("alias/");
    const id = isAlias ? withUnknown(at, { ...keyNamed(named), source }) : { configuration: at, mark: named };
    at = id.configuration;
    const policy = { name: "key policy", text: documentOf(everything("Allow", "*")), source };
    const arn = `${base}key/${id.mark}`;
    keys.push({
      reference,
      key: { arn, aliases: isAlias ? [named] : [], policy, grants: [], isEnabled: true, source },
    });
  }
  return { configuration: { ...at, keys: [...at.keys, ...keys.map(({ key }) => key)] }, keys };
}

function keyNamed(alias: string): Pick<Unknown, "shown" | "sample"> {
  return {
    shown: `<the key of ${alias}>`,
    sample: keyId.sampleOf(Buffer.from(alias).toString("hex").padEnd(32, "0").slice(-32)),
  };
}

/** KMS's default policy lets the key's own account in, and nobody else. */
function questionOfKey({ accountA }: Configuration, { reference, key }: UndescribedKey): Question {
  const { arn, source } = key;
  const isOfA = arn.includes(`:${accountA.id}:`);
  const closed = documentOf(everything("Allow", { AWS: accountOfArn(arn) }));
  const nobody = documentOf(
    { ...everything("Deny", "*"), Action: ["kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt"] },
    {
      ...everything("Allow", { AWS: accountOfArn(arn) }),
    },
  );
  return {
    what: `key \`${reference.startsWith("alias/") ? reference : arn}\``,
    because: "its policy is not in the input",
    settledBy: "give the input that describes it",
    source,
    answers: [
      changing("less", (at) => ({
        ...at,
        keys: at.keys.map((key) =>
          key.arn === arn && key.policy !== undefined
            ? { ...key, policy: { ...key.policy, text: isOfA ? nobody : closed } }
            : key,
        ),
      })),
    ],
  };
}

/** Or needs no description: AWS attaches no policy of another partition, whatever it says. */
function isDescribed(configuration: Configuration, arn: string): boolean {
  if (isForeignArn(arn, partitionIn(configuration))) return true;
  return configuration.managedPolicies.some((policy) => policy.arn === arn) || isManagedPolicyKnown(arn);
}

function attachedPolicies(configuration: Configuration): readonly Question[] {
  return deliveryRoles(configuration).flatMap((role) =>
    role.attachedPolicyArns
      .filter((arn) => !isDescribed(configuration, arn))
      .map((arn): Question => {
        const shown = `${arn.replace(/.*\//, "")}, whose document is not known here`;
        const answer = (effect: "Allow" | "Deny") =>
          changing(effect === "Allow" ? "more" : "less", (at) =>
            withInlinePolicy(at, role, { shown, source: role.source, text: documentOf(everything(effect)) }),
          );
        return {
          what: `policy \`${arn}\` of role \`${role.name}\``,
          because: whyNotKnown(arn),
          settledBy: "give its document, as a managed policy of the input",
          source: role.source,
          answers: [answer("Allow"), answer("Deny")],
        };
      }),
  );
}

function boundaries(configuration: Configuration): readonly Question[] {
  return deliveryRoles(configuration).flatMap((role): readonly Question[] => {
    const { permissionsBoundaryArn: arn, name, source } = role;
    if (arn === undefined || isDescribed(configuration, arn)) return [];
    const shown = `${arn.replace(/.*\//, "")}, whose document is not known here`;
    const text = documentOf(everything("Deny"));
    return [
      {
        what: `permissions boundary \`${arn}\` of role \`${name}\``,
        because: whyNotKnown(arn),
        settledBy: "give its document, as a managed policy of the input",
        source,
        answers: [changing("less", (at) => withInlinePolicy(at, role, { shown, source, text }))],
      },
    ];
  });
}

function whyNotKnown(arn: string): string {
  return /^arn:[\w-]+:iam::aws:policy\//.test(arn)
    ? "AWS keeps its document, which is not known here"
    : "its document is not in the input";
}

function dataStreams({ deliveryStream, dataStream }: Configuration): readonly Question[] {
  const { reads, source } = deliveryStream;
  if (reads === undefined || dataStream !== undefined) return [];
  const arn = reads.dataStreamArn;
  const { region, accountId } = arnParts(arn);
  const kmsKeyArn = formatArn("kms", region, accountId, "key/00000000-0000-4000-8000-000000000000");
  return [
    {
      what: `data stream \`${arn}\``,
      because: "nothing describes it: whether it is encrypted, and under which key, is not known",
      settledBy: "give the input that describes it",
      source,
      answers: [
        changing("less", (at) => ({
          ...at,
          dataStream: { arn, kmsKeyArn, source },
          keys: [
            ...at.keys,
            {
              arn: kmsKeyArn,
              aliases: [],
              policy: {
                name: "key policy",
                source,
                text: documentOf({
                  Effect: "Allow",
                  Principal: { AWS: accountId },
                  NotAction: "kms:Decrypt",
                  Resource: "*",
                }),
              },
              grants: [],
              isEnabled: true,
              source,
            },
          ],
        })),
      ],
    },
  ];
}
