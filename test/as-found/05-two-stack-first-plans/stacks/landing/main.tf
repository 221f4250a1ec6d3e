terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "bucket" { type = string }
variable "writers" {
  description = "roles of other accounts that deliver here"
  type        = list(string)
}

resource "aws_s3_bucket" "landing" {
  bucket = var.bucket
}

resource "aws_s3_bucket_ownership_controls" "landing" {
  bucket = aws_s3_bucket.landing.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_public_access_block" "landing" {
  bucket                  = aws_s3_bucket.landing.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "landing" {
  bucket = aws_s3_bucket.landing.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "landing" {
  bucket = aws_s3_bucket.landing.id
  rule {
    id     = "expire-failed"
    status = "Enabled"
    filter {
      prefix = "_failed/"
    }
    expiration {
      days = 30
    }
  }
}

data "aws_iam_policy_document" "landing" {
  statement {
    sid    = "DenyPlainHttp"
    effect = "Deny"
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.landing.arn, "${aws_s3_bucket.landing.arn}/*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid = "WritersObjects"
    principals {
      type        = "AWS"
      identifiers = var.writers
    }
    actions   = ["s3:PutObject", "s3:PutObjectAcl", "s3:GetObject", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.landing.arn}/*"]
  }

  statement {
    sid = "WritersBucket"
    principals {
      type        = "AWS"
      identifiers = var.writers
    }
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [aws_s3_bucket.landing.arn]
  }
}

resource "aws_s3_bucket_policy" "landing" {
  bucket = aws_s3_bucket.landing.id
  policy = data.aws_iam_policy_document.landing.json

  depends_on = [aws_s3_bucket_public_access_block.landing]
}

resource "aws_glue_catalog_database" "lake" {
  name = "telemetry"
}

output "bucket" {
  value = aws_s3_bucket.landing.bucket
}
