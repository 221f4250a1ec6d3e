variable "bucket" { type = string }
variable "source_account" { type = string }
variable "feed_names" { type = list(string) }

resource "aws_s3_bucket" "this" {
  bucket = var.bucket
  tags   = { purpose = "raw feeds" }
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id
  rule { object_ownership = "BucketOwnerEnforced" }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration { status = "Enabled" }
}

# the account is trusted, its roles are told apart by aws:PrincipalArn, so that
# the policy can be applied before the roles are there
data "aws_iam_policy_document" "this" {
  statement {
    sid = "Bucket"
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.source_account}:root"]
    }
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [aws_s3_bucket.this.arn]
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::${var.source_account}:role/feed-*-delivery"]
    }
  }

  dynamic "statement" {
    for_each = toset(var.feed_names)
    content {
      sid = "Write${title(replace(statement.value, "-", ""))}"
      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::${var.source_account}:root"]
      }
      actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"]
      resources = ["${aws_s3_bucket.this.arn}/${statement.value}/*"]
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = ["arn:aws:iam::${var.source_account}:role/feed-${statement.value}-delivery"]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.this.json
}

output "bucket_arn" {
  value = aws_s3_bucket.this.arn
}
