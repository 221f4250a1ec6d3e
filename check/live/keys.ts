import { DescribeKeyCommand, GetKeyPolicyCommand, paginateListAliases, paginateListGrants } from "@aws-sdk/client-kms";
import type { KeyConfiguration, NotChecked } from "../configuration.ts";
import { liveSource, type Site, unlessDenied } from "./reader.ts";

/** A customer key by id, ARN or alias; undefined for one that AWS manages, and where the reader may not see it. */
export async function readKey(
  site: Site,
  keyId: string,
  notChecked: NotChecked[],
): Promise<KeyConfiguration | undefined> {
  const { kms } = site.clients;
  const read = async (): Promise<KeyConfiguration | undefined> => {
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
    if (key?.Arn === undefined || key.KeyManager === "AWS") return undefined;
    const { Arn: arn, KeyId = "" } = key;
    const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    const aliases: string[] = [];
    for await (const { Aliases = [] } of paginateListAliases({ client: kms }, { KeyId })) {
      aliases.push(...Aliases.flatMap(({ AliasName }) => AliasName ?? []));
    }
    const grants: KeyConfiguration["grants"][number][] = [];
    for await (const { Grants = [] } of paginateListGrants({ client: kms }, { KeyId })) {
      for (const { GranteePrincipal, Operations, Constraints, Name, RetiringPrincipal } of Grants) {
        grants.push({ GranteePrincipal, Operations, Constraints, Name, RetiringPrincipal });
      }
    }
    const source = liveSource(site, arn);
    const policy = { name: "key policy", text: Policy, source: liveSource(site, `policy of ${arn}`) };
    return { arn, aliases, policy, grants, isEnabled: key.Enabled === true, source };
  };
  return unlessDenied(site, `key ${keyId}`, notChecked, read());
}
