/** Starts LocalStack and holds it until it is killed: `node holder.ts`. Prints the container's id. */
import { startLocalStack } from "../../localstack/container.ts";

const { containerId } = await startLocalStack();
process.stdout.write(`${containerId}\n`);
setInterval(() => {}, 60_000);
