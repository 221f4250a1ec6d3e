import { type ContainerRuntimeClient, ImageName } from "testcontainers";
import { LocalStackError } from "./localstack-error.ts";

/** The last tag that starts without an auth token. */
export const defaultImage = "localstack/localstack:4.14.0";

/** Pulls the image where the engine has none of that name. Rejects with a `LocalStackError`. */
export async function ensureImage(
  engine: ContainerRuntimeClient,
  image: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const name = ImageName.fromString(image);
  if (await engine.image.exists(name)) return;
  onProgress(`pulling ${image} (once; some 1 GiB)`);
  await engine.image.pull(name).catch((error: Error) => {
    throw new LocalStackError(`the image ${image} is not here and cannot be pulled: ${error.message}`, {
      cause: error,
    });
  });
}
