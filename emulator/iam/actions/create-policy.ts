import { CreatePolicy$, type CreatePolicyRequest, type CreatePolicyResponse } from "@aws-sdk/client-iam";
import { iamArn } from "../../model/arn.ts";
import { policyAnswer, tagsAnswer } from "../answers.ts";
import { identityDocument } from "../documents.ts";
import { entityAlreadyExists } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import { managedPolicyCharacters } from "../managed-policies.ts";
import * as members from "../members.ts";
import { permission, requestTagContext } from "../permissions.ts";
import { withPolicyTags } from "../tags.ts";

/**
 * Makes a managed policy with version v1. Errors: EntityAlreadyExists, MalformedPolicyDocument, LimitExceeded.
 * Source: IAM API Reference, CreatePolicy.
 */
export const createPolicy = iamAction<CreatePolicyRequest, CreatePolicyResponse>({
  schema: CreatePolicy$,
  emulates: ["PolicyName", "Path", "PolicyDocument", "Description", "Tags"],
  constraints: {
    PolicyName: members.policyName,
    Path: members.path,
    PolicyDocument: members.policyDocument,
    Description: members.policyDescription,
    Tags: members.tags,
  },
  permissions: (_store, call) => {
    const { Path = "/", PolicyName = "", Tags } = call.input;
    const create = permission(
      call,
      "iam:CreatePolicy",
      arnOf(call, call.accountId, Path, PolicyName),
      requestTagContext(Tags),
    );
    return Tags === undefined || Tags.length === 0 ? [create] : [create, { ...create, action: "iam:TagPolicy" }];
  },
  run: (store, { accountId, input, now }) => {
    const { Path: path = "/", PolicyName: name = "" } = input;
    if (store.isPolicyNameTaken(accountId, name)) {
      throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    }
    const policy = {
      accountId,
      name,
      path,
      id: store.random.awsId("ANPA", 21),
      arn: arnOf(store, accountId, path, name),
      description: input.Description,
      createdAtMs: now,
      updatedAtMs: now,
      tags: withPolicyTags(new Map(), input.Tags),
      versions: [
        {
          id: "v1",
          document: identityDocument(store, input.PolicyDocument, managedPolicyCharacters),
          createdAtMs: now,
        },
      ],
      defaultVersionId: "v1",
      nextVersion: 2,
    };
    store.savePolicy(policy);
    return { Policy: { ...policyAnswer(store, policy, accountId), ...tagsAnswer(policy.tags) } };
  },
});

function arnOf({ region }: { readonly region: string }, accountId: string, path: string, name: string): string {
  return iamArn(region, accountId, `policy${path}${name}`);
}
