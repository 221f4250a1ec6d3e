import { endpoint } from "../../harness/index.ts";
import { startLocalStack } from "../../localstack/container.ts";
import { findDockerEngine } from "../../localstack/engine.ts";
import { defaultImage, ensureImage } from "../../localstack/image.ts";
import { firstAnswer } from "./answers.ts";
import type { Found } from "./party.ts";

const mebibyte = 1024 * 1024;

/** LocalStack in Docker. An image that has the tag and was not pulled is not passed off as the real one. */
export async function findLocalStack(): Promise<Found> {
  const name = "LocalStack";
  const search = await findDockerEngine();
  if (search.kind === "missing") return { kind: "missing", name, reason: `no Docker engine (${search.reason})` };
  const { dockerode } = search.engine.container;
  const image = process.env.LOCALSTACK_IMAGE || defaultImage;
  try {
    await ensureImage(search.engine, image, () => {});
  } catch (error) {
    return { kind: "missing", name, reason: (error as Error).message };
  }
  const { RepoDigests: digests = [] } = await dockerode.getImage(image).inspect();
  const origin =
    digests.length > 0
      ? "as pulled from the registry"
      : "an image with that tag that was built locally from LocalStack's packages on PyPI, not pulled";
  return {
    kind: "found",
    party: {
      name,
      version: `${image}, ${origin}`,
      has: "everything",
      async start() {
        const started = await startLocalStack({ image });
        await firstAnswer(started.url, "everything");
        return {
          url: started.url,
          target: endpoint(started.url, { name: "localstack", isEphemeral: true }),
          async residentMiB() {
            const stats = await dockerode.getContainer(started.containerId).stats({ stream: false });
            // As `docker stats` counts: without the page cache.
            return (stats.memory_stats.usage - (stats.memory_stats.stats?.inactive_file ?? 0)) / mebibyte;
          },
          [Symbol.asyncDispose]: () => started.stop(),
        };
      },
    },
  };
}
