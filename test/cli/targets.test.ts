import { execFile } from "node:child_process";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { capture } from "../support/streams.ts";

const quick = "ownership/enforced-with-acl";

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

/** Says who calls, by one canonical user ID for everybody; makes nothing and has nothing. */
const lacking: RequestListener = (request, response) => {
  const [, account = ""] = /Credential=(\d+)/.exec(request.headers.authorization ?? "") ?? [];
  const answer = (status: number, xml: string) => response.writeHead(status, { "content-type": "text/xml" }).end(xml);
  const url = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "GET" && url.pathname === "/") {
    answer(200, "<ListAllMyBucketsResult><Owner><ID>75aa57f0</ID></Owner></ListAllMyBucketsResult>");
  } else if (/\/sts\//.test(request.headers.authorization ?? "")) {
    answer(
      200,
      `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  } else if (request.headers["x-amz-target"] !== undefined) {
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: "ResourceNotFoundException", message: "not here" }));
  } else if (/\/iam\//.test(request.headers.authorization ?? "")) {
    answer(404, "<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>not here</Message></Error></ErrorResponse>");
  } else if (request.method === "PUT") {
    answer(501, "<Error><Code>NotImplemented</Code><Message>not here</Message></Error>");
  } else {
    answer(404, "<Error><Code>NoSuchBucket</Code><Message>not here</Message></Error>");
  }
};

async function listening(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("crosscheck on an endpoint", () => {
  test("says what it cannot prove, and does not play what leans on it", async () => {
    await using endpoint = await listening(lacking);
    const { exitCode, stdout } = await crosscheck("run", quick, "--target", endpoint.url);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\? \d+ of \d+ controls do not hold here: /);
    expect(stdout).toContain("not played: every account has the same canonical user ID");
    expect(stdout).toMatch(/\n1 inconclusive on http:\/\/127\.0\.0\.1:\d+ in [\d.]+ m?s\n$/);
  });

  test("exits with 1 for what is inconclusive where --strict is given", async () => {
    await using endpoint = await listening(lacking);
    expect(await crosscheck("run", quick, "--target", endpoint.url, "--strict")).toMatchObject({ exitCode: 1 });
    expect(await crosscheck("run", quick, "--strict")).toMatchObject({ exitCode: 0 });
  });

  test("shows of each control what was observed", async () => {
    await using endpoint = await listening(lacking);
    const { exitCode, stdout } = await crosscheck("controls", "--target", endpoint.url);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/✓ accounts-are-two +A and B are accounts of their own\n/);
    expect(stdout).toMatch(/✗ accounts-have-canonical-user-ids-of-their-own +every account has the same canonical/);
    expect(stdout).toMatch(/\? bucket-policy-is-enforced +not measured: NotImplemented: not here\n/);
    expect(stdout).toMatch(/\n1 of \d+ controls hold on http:/);
  });

  test("exits with 2 where nobody answers", async () => {
    expect(await crosscheck("run", quick, "--target", "http://127.0.0.1:1")).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "crosscheck: http://127.0.0.1:1 does not answer as AWS does: connect ECONNREFUSED 127.0.0.1:1\n",
    });
  });
});

describe("crosscheck on LocalStack", () => {
  test("exits with 2 and one sentence where no Docker engine answers", async () => {
    const main = join(import.meta.dirname, "../../cli/main.ts");
    const ended = await new Promise((resolve) => {
      const env = { ...process.env, DOCKER_HOST: "tcp://127.0.0.1:1" };
      execFile(process.execPath, [main, "run", quick, "--target", "localstack"], { env }, (error, stdout, stderr) => {
        resolve({ exitCode: error?.code, stdout, stderr });
      });
    });
    expect(ended).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /^crosscheck: LocalStack needs a Docker engine, and none answers \(.*\); start one, or name a running LocalStack with --target http:\/\/localhost:4566\n$/,
      ),
    });
  });
});
