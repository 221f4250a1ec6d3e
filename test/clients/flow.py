"""The cross-account flow by boto3 against `crosscheck serve --virtual-clock`; prints what it saw as JSON."""

import json
import os
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["ENDPOINT"]
ACTIONS = [
    "s3:AbortMultipartUpload",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:PutObject",
    "s3:PutObjectAcl",
]
READ_ACTIONS = ["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards"]


def client(account, service):
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=ENDPOINT,
        aws_access_key_id=os.environ[f"{account}_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ[f"{account}_SECRET_ACCESS_KEY"],
        config=Config(retries={"total_max_attempts": 1}),
    )


def advance(duration):
    urllib.request.urlopen(urllib.request.Request(f"{ENDPOINT}/_crosscheck/clock?advance={duration}", method="POST")).read()


def code_of(call, **parameters):
    """The error code of a call that must be refused."""
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "accepted"


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(actions, resources, **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


s3_a, s3_b = client("A", "s3"), client("B", "s3")
iam, kinesis, firehose = client("A", "iam"), client("A", "kinesis"), client("A", "firehose")
account_a = client("A", "sts").get_caller_identity()["Account"]
role_arn = f"arn:aws:iam::{account_a}:role/delivery"
landing = ["arn:aws:s3:::landing-boto3", "arn:aws:s3:::landing-boto3/*"]
bucket_policy = document(allow(ACTIONS, landing, Principal={"AWS": role_arn}))
seen = {}

s3_b.create_bucket(Bucket="landing-boto3")
seen["too_early"] = code_of(s3_b.put_bucket_policy, Bucket="landing-boto3", Policy=bucket_policy)

kinesis.create_stream(StreamName="orders", ShardCount=1)
trust = {
    "Effect": "Allow",
    "Principal": {"Service": "firehose.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"sts:ExternalId": account_a}},
}
iam.create_role(RoleName="delivery", AssumeRolePolicyDocument=document(trust))
advance("30s")
stream_arn = kinesis.describe_stream_summary(StreamName="orders")["StreamDescriptionSummary"]["StreamARN"]
read = allow(READ_ACTIONS, stream_arn)
own = ["arn:aws:s3:::own-boto3", "arn:aws:s3:::own-boto3/*"]
s3_a.create_bucket(Bucket="own-boto3")
iam.put_role_policy(RoleName="delivery", PolicyName="deliver", PolicyDocument=document(allow(ACTIONS, own), read))
firehose.create_delivery_stream(
    DeliveryStreamName="deliver",
    DeliveryStreamType="KinesisStreamAsSource",
    KinesisStreamSourceConfiguration={"KinesisStreamARN": stream_arn, "RoleARN": role_arn},
    ExtendedS3DestinationConfiguration={"BucketARN": own[0], "RoleARN": role_arn},
)
advance("30s")

description = firehose.describe_delivery_stream(DeliveryStreamName="deliver")["DeliveryStreamDescription"]
update = {
    "DeliveryStreamName": "deliver",
    "CurrentDeliveryStreamVersionId": description["VersionId"],
    "DestinationId": description["Destinations"][0]["DestinationId"],
    "S3DestinationUpdate": {"BucketARN": landing[0]},
}
firehose.update_destination(**update)
seen["stale"] = code_of(firehose.update_destination, **update)

iam.put_role_policy(RoleName="delivery", PolicyName="deliver", PolicyDocument=document(allow(ACTIONS, landing), read))
s3_b.put_bucket_policy(Bucket="landing-boto3", Policy=bucket_policy)

kinesis.put_record(StreamName="orders", Data=b"This is a pen", PartitionKey="1")
advance("290s")
seen["absent_before"] = "Contents" not in s3_b.list_objects_v2(Bucket="landing-boto3")
advance("30s")
[entry] = s3_b.list_objects_v2(Bucket="landing-boto3")["Contents"]
seen["key"] = entry["Key"]
seen["contents"] = s3_b.get_object(Bucket="landing-boto3", Key=entry["Key"])["Body"].read().decode()
acl = s3_b.get_object_acl(Bucket="landing-boto3", Key=entry["Key"])
seen["owner"] = acl["Owner"]["ID"]
seen["grants"] = [[grant["Grantee"]["ID"], grant["Permission"]] for grant in acl["Grants"]]
seen["read_by_a"] = code_of(s3_a.get_object, Bucket="landing-boto3", Key=entry["Key"])
print(json.dumps(seen))
