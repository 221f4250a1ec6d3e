import type { LocalStackSettings } from "../../localstack/container.ts";
import type { Target } from "../target.ts";
import { TargetError } from "../target-error.ts";
import { endpoint } from "./endpoint.ts";
import { warmUp } from "./warm-up.ts";

/**
 * LocalStack in a container of its own, which all scenarios share and which goes with the target. `LOCALSTACK_IMAGE` and
 * `LOCALSTACK_AUTH_TOKEN` are read where `settings` do not say. Rejects with a `TargetError`; nothing runs then.
 */
export async function localstack(settings: LocalStackSettings = {}): Promise<Target> {
  // Loading what speaks with Docker takes a quarter of a second, which all who import the harness would wait for.
  const { startLocalStack } = await import("../../localstack/container.ts");
  const { LOCALSTACK_IMAGE: image, LOCALSTACK_AUTH_TOKEN: authToken } = process.env;
  const started = await startLocalStack({
    ...(image && { image }),
    ...(authToken && { authToken }),
    ...settings,
  }).catch((error: Error) => {
    settings.signal?.throwIfAborted();
    throw new TargetError(error.message, { cause: error });
  });
  try {
    settings.onProgress?.("waiting for its services");
    await warmUp(started.url);
  } catch (error) {
    await started.stop();
    throw new TargetError(`LocalStack's services do not answer: ${(error as Error).message}`, { cause: error });
  }
  // Each delivery stream there is a process of some 500 MiB.
  return endpoint(started.url, { name: "localstack", parallel: 4, isEphemeral: true, end: () => started.stop() });
}
