import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { afterEach, expect, test, vi } from "vitest";
import { CheckFailed } from "../../check/replay/check-failed.ts";
import { CallRefused, wireHands } from "../../check/replay/hands.ts";
import { replay } from "../../check/replay/replay.ts";
import { playedAsIs } from "../../check/unknown/world.ts";
import { runProgram } from "../../cli/program.ts";
import type { Emulator } from "../../emulator/index.ts";
import { clientsFor } from "../../harness/clients.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { article } from "./article.ts";

afterEach(() => void vi.unstubAllEnvs());

/** An endpoint that answers every request so; without a status it hangs up. */
async function endpoint(status: number | undefined, body = "") {
  const server = createServer((request, response) => {
    if (status === undefined) return void request.socket.destroy();
    response.writeHead(status, { "content-type": "application/xml" });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.asyncDispose]: () => new Promise<void>((done) => void server.close(() => done())) };
}

async function errorFrom(url: string, fault?: Error): Promise<unknown> {
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" };
  using clients = clientsFor({ region: "us-east-1", endpoint: url, credentials, maxAttempts: 1 });
  return wireHands(clients, "111111111111", () => fault)
    .send("s3", new ListBucketsCommand({}))
    .catch((error: unknown) => error);
}

const errorBody = (code: string) => `<Error><Code>${code}</Code><Message>no</Message></Error>`;

test("a connection that breaks off is no refusal", async () => {
  await using silent = await endpoint(undefined);
  const error = await errorFrom(silent.url);
  expect(error).toBeInstanceOf(CheckFailed);
  expect((error as Error).message).toMatch(/^no answer to s3:ListBuckets in account 111111111111: ./);
});

test("what AWS answers is one, unless it is that the AWS here has failed", async () => {
  await using refusing = await endpoint(403, errorBody("AccessDenied"));
  expect(await errorFrom(refusing.url)).toBeInstanceOf(CallRefused);
  await using failing = await endpoint(500, errorBody("InternalError"));
  const error = await errorFrom(failing.url, new Error("the disk is full"));
  expect(error).toBeInstanceOf(CheckFailed);
  expect((error as Error).message).toBe(
    "s3:ListBuckets in account 111111111111 met an internal error: the disk is full",
  );
});

test("a replay whose AWS goes away has no verdict", async () => {
  const played = replay(playedAsIs(article()), { onStart: (aws) => void (aws as unknown as Emulator).close() });
  await expect(played).rejects.toBeInstanceOf(CheckFailed);
});

test.each(["check", "access"])("%s ends with one sentence and exit code 2", async (command) => {
  vi.stubEnv("TMPDIR", join(corpusFolder, "there-is-no-such-folder"));
  const streams = capture();
  const exitCode = await runProgram([command, join(corpusFolder, "article")], streams);
  const { stdout, stderr } = streams.written();
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(
    /^crosscheck: the check itself failed, and says nothing of the configuration: .*; try again\n$/,
  );
});
