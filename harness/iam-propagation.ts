import type { Context } from "./context.ts";
import { notYet, poll } from "./poll.ts";
import { type AwsError, isAwsError } from "./scenario-error.ts";

/**
 * How services refuse what names a role or user that they have not heard of yet. A real mistake is refused in the same
 * words, and stays. Sources: IAM User Guide, "Changes that I make are not always immediately visible"; the texts that
 * Terraform's AWS provider retries on. A key that is not known yet is a new user's.
 */
const unseen: readonly { readonly code: string; readonly text: RegExp }[] = [
  { code: "MalformedPolicy", text: /^Invalid principal in policy/ },
  { code: "MalformedPolicyDocument", text: /^Invalid principal in policy/ },
  { code: "MalformedPolicyDocumentException", text: /invalid principal/i },
  { code: "InvalidArgumentException", text: /^Firehose is unable to assume role / },
  { code: "InvalidArgumentException", text: / is not authorized to perform: kinesis:/ },
  { code: "InvalidArgumentException", text: /^Access Denied|s3:GetBucketLocation/ },
  { code: "InvalidClientTokenId", text: /./ },
];

/**
 * Makes a call again and again while AWS may not have seen what it depends on: something in IAM that `naming` names (the
 * call's policy, an ARN) and that the scenario has changed a short time ago. What depends on no such change, or is refused
 * for another reason, is refused at once.
 */
export async function onceSeen<Result>(context: Context, naming: string, call: () => Promise<Result>): Promise<Result> {
  const { iamChanges, sandbox } = context;
  const { iamPropagationSeconds, time } = sandbox;
  const changedAtMs = iamChanges.latestIn(naming) ?? Number.NEGATIVE_INFINITY;
  const leftMs = Math.max(0, changedAtMs + iamPropagationSeconds * 1000 - time.now());
  const deadline = time.now() + leftMs;
  return poll(context, {
    awaited: "IAM's changes to be seen",
    withinSeconds: leftMs / 1000,
    look: async () => {
      const calledAtMs = time.now();
      try {
        return await call();
      } catch (error) {
        // The last refusal says more than that time is over.
        if (calledAtMs >= deadline || !isAwsError(error) || !mayBeUnseen(error)) throw error;
        return notYet(error.message);
      }
    },
  });
}

/**
 * Notes a change in IAM of what has this ARN. `isReplaced`: something else held before, so that AWS goes on for a while as
 * if nothing had changed, which no answer shows; that time is waited for.
 */
export async function changedInIam(context: Context, arn: string, { isReplaced = false } = {}): Promise<void> {
  const { iamChanges, sandbox } = context;
  iamChanges.note(arn, sandbox.time.now());
  if (isReplaced && sandbox.iamPropagationSeconds > 0) await context.wait(sandbox.iamPropagationSeconds * 1000);
}

function mayBeUnseen({ name, message }: AwsError): boolean {
  return unseen.some(({ code, text }) => code === name && text.test(message));
}
