import { LocalstackContainer } from "@testcontainers/localstack";
import { Wait } from "testcontainers";
import { findDockerEngine } from "./engine.ts";
import { defaultImage, ensureImage } from "./image.ts";
import { LocalStackError } from "./localstack-error.ts";
import { ownerLabel, ownerOf } from "./owner.ts";
import { removeContainersOf, sweepContainers } from "./sweep.ts";

export interface LocalStackSettings {
  /** `LOCALSTACK_IMAGE`; `defaultImage` unless given. */
  readonly image?: string;
  /** `LOCALSTACK_AUTH_TOKEN`; passed on to the container where set. */
  readonly authToken?: string;
  /** How long a start may take, the pull of the image apart. Seconds; 120 unless given. */
  readonly startupSeconds?: number;
  /** Ends the start, and removes the container that it has made. */
  readonly signal?: AbortSignal;
  /** Told what is going on: sweeping, pulling, starting, ready. */
  readonly onProgress?: (message: string) => void;
}

/** A LocalStack that answers. Stopping it removes the container; twice is once. */
export interface StartedLocalStack extends AsyncDisposable {
  /** `http://localhost:<port>` */
  readonly url: string;
  readonly image: string;
  readonly containerId: string;
  stop(): Promise<void>;
}

/** How many of the container's last log lines an error shows. */
const shownLogLines = 20;

/**
 * Starts LocalStack in a container and waits until it answers. Rejects with a `LocalStackError` where no Docker engine
 * is found, the image cannot be had or the container does not come up; nothing is left running then.
 */
export async function startLocalStack(settings: LocalStackSettings = {}): Promise<StartedLocalStack> {
  const progress = settings.onProgress ?? (() => {});
  const image = settings.image ?? defaultImage;
  const search = await findDockerEngine();
  if (search.kind === "missing") {
    throw new LocalStackError(
      `LocalStack needs a Docker engine, and none answers (${search.reason}); start one, or name a running LocalStack with --target http://localhost:4566`,
    );
  }
  const { engine } = search;
  const swept = await sweepContainers(engine);
  if (swept.length > 0) progress(`removed ${swept.length} container(s) that a killed run left`);
  await ensureImage(engine, image, progress);
  progress(`starting ${image}`);
  const log: string[] = [];
  const owner = await ownerOf(process.pid);
  const start = () =>
    new LocalstackContainer(image)
      .withLabels({ [ownerLabel]: owner })
      .withEnvironment({ ...authTokenOf(settings) })
      .withStartupTimeout((settings.startupSeconds ?? 120) * 1000)
      // "Ready." comes when the gateway listens; the health page when the services answer.
      .withWaitStrategy(Wait.forAll([Wait.forLogMessage("Ready"), Wait.forHttp("/_localstack/health", 4566)]))
      .withLogConsumer((stream) => {
        stream.on("data", (line: Buffer | string) => {
          log.push(String(line).trimEnd());
          if (log.length > shownLogLines) log.shift();
        });
      })
      .start();
  const startWithoutReaper = (error: Error) => {
    if (log.length > 0 || process.env.TESTCONTAINERS_RYUK_DISABLED === "true") throw error;
    // Testcontainers starts a container of its own that removes ours if we are killed; the next run's sweep does the same.
    progress(`starting without Testcontainers' reaper (${error.message})`);
    process.env.TESTCONTAINERS_RYUK_DISABLED = "true";
    return start();
  };
  // Testcontainers' start takes no signal; without its container it fails.
  const removeOwn = () => void removeContainersOf(engine, owner);
  settings.signal?.addEventListener("abort", removeOwn);
  const container = await start()
    .catch((error: Error) => {
      settings.signal?.throwIfAborted();
      return startWithoutReaper(error);
    })
    .finally(() => settings.signal?.removeEventListener("abort", removeOwn))
    .catch((error: Error) => {
      settings.signal?.throwIfAborted();
      const lastLines = log.length === 0 ? "it logged nothing" : `its last log lines:\n  ${log.join("\n  ")}`;
      throw new LocalStackError(`LocalStack (${image}) did not come up: ${error.message}; ${lastLines}`, {
        cause: error,
      });
    });
  if (settings.signal?.aborted === true) {
    await removeContainersOf(engine, owner);
    settings.signal.throwIfAborted();
  }
  progress("LocalStack is ready");
  let stopped: Promise<unknown> | undefined;
  const stop = async () => {
    stopped ??= container.stop({ remove: true, removeVolumes: true, timeout: 0 });
    await stopped;
  };
  return {
    url: container.getConnectionUri(),
    image,
    containerId: container.getId(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function authTokenOf({ authToken }: LocalStackSettings): Record<string, string> {
  return authToken === undefined ? {} : { LOCALSTACK_AUTH_TOKEN: authToken };
}
