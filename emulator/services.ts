import { createCloudWatch } from "./cloudwatch/index.ts";
import { createFirehose, type FirehoseService } from "./firehose/index.ts";
import { createIam } from "./iam/index.ts";
import type { IamStore } from "./iam/store.ts";
import { createKinesis } from "./kinesis/index.ts";
import { createKms } from "./kms/index.ts";
import { createLogs } from "./logs/index.ts";
import type { Environment } from "./model/environment.ts";
import type { Service } from "./model/service.ts";
import { createS3 } from "./s3/index.ts";
import { createSts } from "./sts/index.ts";

/** Every service of the embedded AWS, and beside them the one that can be told to fail. */
export function createServices(
  environment: Environment,
  identities: IamStore,
): { readonly all: readonly Service[]; readonly firehose: FirehoseService } {
  const firehose = createFirehose(environment);
  const all = [
    createSts(identities),
    createIam(environment, identities),
    createKms(environment),
    createS3(environment),
    createKinesis(environment),
    firehose,
    createCloudWatch(environment),
    createLogs(),
  ];
  return { all, firehose };
}
