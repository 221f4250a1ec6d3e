terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" {
  region = "cn-northwest-1"
}

provider "aws" {
  alias  = "archive"
  region = "cn-northwest-1"
  assume_role {
    role_arn = "arn:aws-cn:iam::222222222222:role/archive-admin"
  }
}

variable "archive_account" {
  default = "222222222222"
}

data "aws_partition" "current" {}

locals {
  name    = "device-events"
  archive = "device-events-archive-cn"
  s3      = "arn:${data.aws_partition.current.partition}:s3:::${local.archive}"
  object_actions = [
    "s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl",
  ]
  bucket_actions = [
    "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads",
  ]
}

############ producer

resource "aws_iam_role" "firehose" {
  name               = "${local.name}-firehose"
  # firehose keeps the plain suffix in China, other than e.g. ec2.amazonaws.com.cn
  assume_role_policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "Service": "firehose.amazonaws.com" },
          "Action": "sts:AssumeRole"
        }
      ]
    }
  EOF
}

resource "aws_iam_role_policy" "firehose" {
  name   = "deliver"
  role   = aws_iam_role.firehose.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = local.object_actions, Resource = "${local.s3}/*" },
      { Effect = "Allow", Action = local.bucket_actions, Resource = local.s3 },
      {
        Effect   = "Allow"
        Action   = "logs:PutLogEvents"
        Resource = "arn:${data.aws_partition.current.partition}:logs:cn-northwest-1:111111111111:log-group:/aws/kinesisfirehose/${local.name}:*"
      },
    ]
  })
}

resource "aws_cloudwatch_log_group" "firehose" {
  name              = "/aws/kinesisfirehose/${local.name}"
  retention_in_days = 14
}

resource "aws_cloudwatch_log_stream" "s3" {
  name           = "S3Delivery"
  log_group_name = aws_cloudwatch_log_group.firehose.name
}

resource "aws_kinesis_firehose_delivery_stream" "events" {
  name        = local.name
  destination = "extended_s3"

  server_side_encryption {
    enabled  = true
    key_type = "AWS_OWNED_CMK"
  }

  extended_s3_configuration {
    role_arn           = aws_iam_role.firehose.arn
    bucket_arn         = local.s3
    buffering_interval = 60
    compression_format = "ZIP"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "/aws/kinesisfirehose/${local.name}"
      log_stream_name = "S3Delivery"
    }
  }
}

############ archive

resource "aws_s3_bucket" "archive" {
  provider = aws.archive
  bucket   = local.archive
}

resource "aws_s3_bucket_public_access_block" "archive" {
  provider                = aws.archive
  bucket                  = aws_s3_bucket.archive.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "archive" {
  provider = aws.archive
  bucket   = aws_s3_bucket.archive.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Objects"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::111111111111:role/${local.name}-firehose" }
        Action    = local.object_actions
        Resource  = "${local.s3}/*"
      },
      {
        Sid       = "Bucket"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::111111111111:role/${local.name}-firehose" }
        Action    = local.bucket_actions
        Resource  = local.s3
      },
    ]
  })
}
