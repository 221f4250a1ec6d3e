import { type Answer, errorIn, type HandMade } from "../../support/signed.ts";

/** Who sends an input, and what may come of it. */
export type Sending =
  /** Not signed, signed by nobody, or changed after it was signed: must be refused. */
  | "unauthenticated"
  /** Signed by a user whom no policy allows anything: must be refused, the calls apart that need no permission. */
  | "unauthorized"
  /** Signed by the owner: may succeed. */
  | "owner"
  /** Bytes that may not even be HTTP. */
  | "raw";

/** Need no permission on AWS either. */
const withoutPermission = /Action=(GetCallerIdentity|GetSessionToken)\b/;
/** What is wrong with an answer to an input that is whole HTTP. */
export function judge(answer: Answer, { method, body }: HandMade, sending: Sending): readonly string[] {
  const problems: string[] = [];
  if (answer.status >= 500 && answer.status !== 501 && answer.status !== 503) problems.push(`status ${answer.status}`);
  if (answer.status < 300 && sending !== "owner") {
    const isOpen = sending === "unauthorized" && withoutPermission.test(String(body));
    if (!isOpen) problems.push(`let through with status ${answer.status}`);
  }
  if (answer.status >= 300) problems.push(...problemsOfError(answer, method ?? "GET"));
  return problems;
}

function problemsOfError(answer: Answer, method: string): readonly string[] {
  const { headers, status, body } = answer;
  const problems: string[] = [];
  if (headers["x-amz-request-id"] === undefined && headers["x-amzn-requestid"] === undefined) {
    problems.push(`status ${status} without a request id`);
  }
  if (method === "HEAD" || status === 304) {
    if (body !== "") problems.push(`status ${status} with a body where none may be`);
    return problems;
  }
  if (isCbor(headers["content-type"])) return problems;
  try {
    const { code } = errorIn(answer);
    if (!/^[A-Za-z0-9.]+$/.test(code)) problems.push(`the error's code is \`${code}\``);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold is what is looked for
    if (body.startsWith("<?xml") && /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(body)) {
      problems.push("the error's XML holds characters that XML does not have");
    }
  } catch (error) {
    problems.push(String(error));
  }
  return problems;
}

/** CBOR is read by its own tests; that it is there is enough here. */
export function isCbor(contentType: string | undefined): boolean {
  return contentType?.startsWith("application/x-amz-cbor") === true;
}
