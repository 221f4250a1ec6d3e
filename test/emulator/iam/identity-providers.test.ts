import {
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { makeUser } from "../../support/identities.ts";

const Url = "https://oidc.example.com/id/1";
const ClientIDList = ["sts.amazonaws.com"];
const Tags = [{ Key: "crosscheck:run", Value: "r1" }];

test("a provider is found as it was made, by its own account, until it is deleted", async () => {
  await using aws = await twoAccounts();
  const { OpenIDConnectProviderArn } = await aws.a.iam.send(
    new CreateOpenIDConnectProviderCommand({ Url, ClientIDList, ThumbprintList: ["0".repeat(40)], Tags }),
  );
  expect(OpenIDConnectProviderArn).toBe(`arn:aws:iam::${aws.accountA.id}:oidc-provider/oidc.example.com/id/1`);
  const get = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn });
  expect(await aws.a.iam.send(get)).toMatchObject({
    ...{ Url: "oidc.example.com/id/1", ClientIDList, ThumbprintList: ["0".repeat(40)], Tags },
  });
  const list = new ListOpenIDConnectProvidersCommand();
  const listed = { OpenIDConnectProviderList: [{ Arn: OpenIDConnectProviderArn }] };
  expect(await aws.a.iam.send(list)).toMatchObject(listed);
  expect((await aws.b.iam.send(list)).OpenIDConnectProviderList).toEqual([]);
  const remove = new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn });
  await aws.a.iam.send(remove);
  expect(await errorOf(aws.a.iam.send(get))).toEqual({
    code: "NoSuchEntityException",
    message: `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
    status: 404,
  });
  await aws.a.iam.send(remove);
});

test("a second provider of the same URL, and a URL that is none, are refused", async () => {
  await using aws = await twoAccounts();
  const create = (url: string) => aws.a.iam.send(new CreateOpenIDConnectProviderCommand({ Url: url, ClientIDList }));
  await create(Url);
  expect(await errorOf(create(Url))).toEqual({
    code: "EntityAlreadyExistsException",
    message: `Provider with url ${Url} already exists.`,
    status: 409,
  });
  for (const url of ["http://oidc.example.com", "https://oidc.example.com?id=1", "oidc.example.com"]) {
    expect(await errorOf(create(url))).toMatchObject({
      message: `Invalid Open ID Connect Provider URL: ${url}`,
      status: 400,
    });
  }
});

test("making one needs its permission, on its ARN, and that to tag where it is tagged", async () => {
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", {
    Action: "iam:CreateOpenIDConnectProvider",
    Resource: `arn:aws:iam::${aws.accountA.id}:oidc-provider/oidc.example.com/*`,
  });
  const { iam } = aws.clientsOf(keys);
  const create = (url: string, tags?: typeof Tags) =>
    iam.send(new CreateOpenIDConnectProviderCommand({ Url: url, ClientIDList, Tags: tags }));
  expect((await errorOf(create("https://other.example.com/id/1"))).code).toBe("AccessDenied");
  expect((await errorOf(create(Url, Tags))).code).toBe("AccessDenied");
  await create(Url);
});
