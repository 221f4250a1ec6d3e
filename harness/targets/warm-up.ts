import { ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { clientsFor } from "../clients.ts";

/** LocalStack loads a service with the first call to it, which takes seconds: it is ready when each has answered one. */
export async function warmUp(url: string): Promise<void> {
  const credentials = { accessKeyId: "111111111111", secretAccessKey: "test" };
  using clients = clientsFor({ region: "us-east-1", credentials, endpoint: url, isHttp1Only: true });
  const { sts, s3, iam, kinesis, firehose } = clients;
  await Promise.all([
    sts.send(new GetCallerIdentityCommand({})),
    s3.send(new ListBucketsCommand({})),
    iam.send(new ListRolesCommand({})),
    kinesis.send(new ListStreamsCommand({})),
    firehose.send(new ListDeliveryStreamsCommand({})),
  ]);
}
