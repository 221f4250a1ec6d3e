terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      stack     = "telemetry-ingest"
      managedBy = "terraform"
    }
  }
}

variable "region" {
  default = "eu-central-1"
}

variable "landing_bucket" {
  description = "bucket of the landing stack, in the lake account"
  type        = string
}

variable "alert_email" {
  type    = string
  default = "oncall@example.com"
}

data "aws_caller_identity" "current" {}

resource "aws_kinesis_stream" "telemetry" {
  name             = "telemetry"
  retention_period = 72

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_cloudwatch_log_group" "firehose" {
  name              = "/aws/kinesisfirehose/telemetry-to-lake"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_stream" "delivery" {
  name           = "DestinationDelivery"
  log_group_name = aws_cloudwatch_log_group.firehose.name
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["firehose.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "firehose" {
  name               = "telemetry-to-lake"
  path               = "/delivery/"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

# the ARNs of the stream and the log group are only known once they exist,
# so this one is read during apply
data "aws_iam_policy_document" "firehose" {
  statement {
    sid       = "ReadStream"
    actions   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards"]
    resources = [aws_kinesis_stream.telemetry.arn]
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.firehose.arn}:log-stream:*"]
  }
}

resource "aws_iam_role_policy" "source" {
  name   = "source-and-logs"
  role   = aws_iam_role.firehose.id
  policy = data.aws_iam_policy_document.firehose.json
}

resource "aws_iam_role_policy" "lake" {
  name = "lake"
  role = aws_iam_role.firehose.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "LakeObjects"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:PutObjectAcl", "s3:GetObject", "s3:AbortMultipartUpload"]
        Resource = "arn:aws:s3:::${var.landing_bucket}/*"
      },
      {
        Sid      = "LakeBucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
        Resource = "arn:aws:s3:::${var.landing_bucket}"
      },
    ]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "telemetry" {
  name        = "telemetry-to-lake"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.telemetry.arn
    role_arn           = aws_iam_role.firehose.arn
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.firehose.arn
    bucket_arn          = "arn:aws:s3:::${var.landing_bucket}"
    prefix              = "telemetry/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/"
    error_output_prefix = "_failed/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/"
    buffering_size      = 64
    buffering_interval  = 120
    compression_format  = "GZIP"

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.firehose.name
      log_stream_name = aws_cloudwatch_log_stream.delivery.name
    }
  }

  depends_on = [aws_iam_role_policy.source, aws_iam_role_policy.lake]
}

resource "aws_sns_topic" "alerts" {
  name = "telemetry-alerts"
}

resource "aws_sns_topic_subscription" "oncall" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.alert_email
}

resource "aws_cloudwatch_metric_alarm" "stale" {
  alarm_name          = "telemetry-to-lake-stale"
  namespace           = "AWS/Firehose"
  metric_name         = "DeliveryToS3.DataFreshness"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 900
  period              = 300
  evaluation_periods  = 3
  alarm_actions       = [aws_sns_topic.alerts.arn]

  dimensions = {
    DeliveryStreamName = aws_kinesis_firehose_delivery_stream.telemetry.name
  }
}

output "delivery_role_arn" {
  value = aws_iam_role.firehose.arn
}
