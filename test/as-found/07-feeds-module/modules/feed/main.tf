variable "name" { type = string }
variable "shards" { type = number }
variable "compression" { type = string }
variable "buffer_mb" { type = number }
variable "bucket_arn" { type = string }

resource "aws_kinesis_stream" "this" {
  name        = "feed-${var.name}"
  shard_count = var.shards

  lifecycle {
    # scaled by hand at peaks
    ignore_changes = [shard_count]
  }
}

resource "aws_iam_role" "this" {
  name = "feed-${var.name}-delivery"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "firehose.amazonaws.com" }
    }]
  })
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Source"
    actions   = ["kinesis:DescribeStream", "kinesis:Get*", "kinesis:ListShards"]
    resources = [aws_kinesis_stream.this.arn]
  }

  statement {
    sid = "Objects"
    actions = [
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:PutObject",
      "s3:PutObjectAcl",
    ]
    resources = ["${var.bucket_arn}/${var.name}/*"]
  }

  statement {
    sid       = "Bucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [var.bucket_arn]
  }
}

resource "aws_iam_policy" "this" {
  name        = "feed-${var.name}-delivery"
  description = "what the delivery of ${var.name} reads and writes"
  policy      = data.aws_iam_policy_document.this.json
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.this.arn
}

resource "aws_kinesis_firehose_delivery_stream" "this" {
  name        = "feed-${var.name}"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.this.arn
    role_arn           = aws_iam_role.this.arn
  }

  extended_s3_configuration {
    role_arn           = aws_iam_role.this.arn
    bucket_arn         = var.bucket_arn
    prefix             = "${var.name}/"
    buffering_size     = var.buffer_mb
    buffering_interval = 300
    compression_format = var.compression
  }

  depends_on = [aws_iam_role_policy_attachment.this]
}

resource "aws_cloudwatch_metric_alarm" "lag" {
  alarm_name          = "feed-${var.name}-lag"
  namespace           = "AWS/Kinesis"
  metric_name         = "GetRecords.IteratorAgeMilliseconds"
  dimensions          = { StreamName = aws_kinesis_stream.this.name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 600000
  period              = 60
  evaluation_periods  = 10
}

output "delivery_stream_arn" {
  value = aws_kinesis_firehose_delivery_stream.this.arn
}
