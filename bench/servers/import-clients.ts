/** The yardstick of the cold start: a process that imports the clients of the emulated services and ends. */
import "@aws-sdk/client-cloudwatch";
import "@aws-sdk/client-cloudwatch-logs";
import "@aws-sdk/client-firehose";
import "@aws-sdk/client-iam";
import "@aws-sdk/client-kinesis";
import "@aws-sdk/client-kms";
import "@aws-sdk/client-s3";
import "@aws-sdk/client-sts";
