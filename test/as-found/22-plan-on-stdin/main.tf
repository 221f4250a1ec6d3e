terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" {
  region = "us-west-2"
}

data "aws_caller_identity" "me" {}
data "aws_region" "here" {}

variable "bucket" {
  default = "audit-trail-raw-111111111111"
}

resource "aws_s3_bucket" "raw" {
  bucket = var.bucket
  tags = {
    team = "audit"
  }
}

resource "aws_s3_bucket_public_access_block" "raw" {
  bucket                  = aws_s3_bucket.raw.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# the security review asks for confused-deputy conditions on every service role
resource "aws_iam_role" "audit" {
  name = "audit-delivery"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "firehose.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.me.account_id
          }
          ArnLike = {
            "aws:SourceArn" = "arn:aws:firehose:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}:deliverystream/*"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "audit" {
  name = "s3"
  role = aws_iam_role.audit.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "s3:AbortMultipartUpload",
          "s3:GetBucketLocation",
          "s3:GetObject",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
          "s3:PutObject",
          "s3:PutObjectAcl",
        ]
        Resource = ["arn:aws:s3:::${var.bucket}", "arn:aws:s3:::${var.bucket}/*"]
      },
    ]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "audit" {
  name        = "audit"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn           = aws_iam_role.audit.arn
    bucket_arn         = aws_s3_bucket.raw.arn
    prefix             = "audit/"
    buffering_size     = 5
    buffering_interval = 300
  }
}

resource "aws_sqs_queue" "notify" {
  name                       = "audit-new-objects"
  visibility_timeout_seconds = 120
}
