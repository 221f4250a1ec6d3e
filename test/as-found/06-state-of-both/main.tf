terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" {
  alias  = "shop"
  region = "eu-central-1"
  s3_use_path_style = true
}

provider "aws" {
  alias  = "lake"
  region = "eu-central-1"
  s3_use_path_style = true
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/lake-deploy"
  }
}

data "aws_caller_identity" "lake" { provider = aws.lake }

resource "aws_kinesis_stream" "clicks" {
  provider    = aws.shop
  name        = "clicks"
  shard_count = 1
  tags        = { service = "shop" }
}

resource "aws_iam_role" "clicks" {
  provider = aws.shop
  name     = "clicks-delivery"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "firehose.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "clicks" {
  provider = aws.shop
  name     = "deliver"
  role     = aws_iam_role.clicks.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards"], Resource = aws_kinesis_stream.clicks.arn },
      { Effect = "Allow", Action = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], Resource = aws_s3_bucket.clicks.arn },
      { Effect = "Allow", Action = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"], Resource = "${aws_s3_bucket.clicks.arn}/*" },
    ]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "clicks" {
  provider    = aws.shop
  name        = "clicks"
  destination = "extended_s3"
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.clicks.arn
    role_arn           = aws_iam_role.clicks.arn
  }
  extended_s3_configuration {
    role_arn           = aws_iam_role.clicks.arn
    bucket_arn         = aws_s3_bucket.clicks.arn
    buffering_size     = 10
    buffering_interval = 120
    compression_format = "GZIP"
  }
  depends_on = [aws_iam_role_policy.clicks]
}

resource "aws_s3_bucket" "clicks" {
  provider = aws.lake
  bucket   = "lake-clicks-${data.aws_caller_identity.lake.account_id}"
}

resource "aws_s3_bucket_policy" "clicks" {
  provider = aws.lake
  bucket   = aws_s3_bucket.clicks.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "ClicksDelivery"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.clicks.arn }
        Action    = ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:PutObject", "s3:PutObjectAcl"]
        Resource  = [aws_s3_bucket.clicks.arn, "${aws_s3_bucket.clicks.arn}/*"]
      },
    ]
  })
}
