import type { Context } from "./context.ts";
import { notYet, poll } from "./poll.ts";
import { type AwsError, isAwsError } from "./scenario-error.ts";

/**
 * How services refuse what names a role or user that they have not heard of yet. A real mistake is refused in the same
 * words, and stays. Sources: IAM User Guide, "Changes that I make are not always immediately visible"; the texts that
 * Terraform's AWS provider retries on.
 */
const unseen: readonly { readonly code: string; readonly text: RegExp }[] = [
  { code: "MalformedPolicy", text: /^Invalid principal in policy/ },
  { code: "MalformedPolicyDocument", text: /^Invalid principal in policy/ },
  { code: "MalformedPolicyDocumentException", text: /invalid principals/ },
  { code: "InvalidArgumentException", text: /^Firehose is unable to assume role / },
  { code: "InvalidArgumentException", text: / is not authorized to perform: kinesis:/ },
];

/**
 * Makes a call that depends on a change in IAM, again and again while AWS may not have seen it, as long as the target
 * says that this can take. What is refused for another reason is refused at once.
 */
export async function onceSeen<Result>(context: Context, call: () => Promise<Result>): Promise<Result> {
  const { iamPropagationSeconds, time } = context.sandbox;
  const deadline = time.now() + iamPropagationSeconds * 1000;
  return poll(context, {
    awaited: "IAM's changes to be seen",
    withinSeconds: iamPropagationSeconds,
    look: async () => {
      try {
        return await call();
      } catch (error) {
        // The last refusal says more than that time is over.
        if (time.now() >= deadline || !isAwsError(error) || !mayBeUnseen(error)) throw error;
        return notYet(error.message);
      }
    },
  });
}

function mayBeUnseen({ name, message }: AwsError): boolean {
  return unseen.some(({ code, text }) => code === name && text.test(message));
}
