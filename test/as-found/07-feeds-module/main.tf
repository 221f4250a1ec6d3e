terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.80"
    }
  }
}

provider "aws" {
  alias  = "producer"
  region = "eu-west-1"
}

provider "aws" {
  alias  = "lake"
  region = "eu-west-1"

  assume_role {
    role_arn     = "arn:aws:iam::222222222222:role/terraform-deploy"
    session_name = "feeds"
  }
}

locals {
  lake_bucket = "feeds-raw-${data.aws_caller_identity.lake.account_id}"

  feeds = {
    orders    = { shards = 2, compression = "GZIP", buffer_mb = 16 }
    payments  = { shards = 1, compression = "GZIP", buffer_mb = 5 }
    page_hits = { shards = 4, compression = "Snappy", buffer_mb = 64 }
  }
}

data "aws_caller_identity" "producer" {
  provider = aws.producer
}

data "aws_caller_identity" "lake" {
  provider = aws.lake
}

module "feed" {
  source   = "./modules/feed"
  for_each = local.feeds

  providers = {
    aws = aws.producer
  }

  name        = replace(each.key, "_", "-")
  shards      = each.value.shards
  compression = each.value.compression
  buffer_mb   = each.value.buffer_mb
  bucket_arn  = module.lake.bucket_arn
}

module "lake" {
  source = "./modules/landing"

  providers = {
    aws = aws.lake
  }

  bucket         = local.lake_bucket
  source_account = data.aws_caller_identity.producer.account_id
  feed_names     = [for k, v in local.feeds : replace(k, "_", "-")]
}

output "delivery_streams" {
  value = { for k, m in module.feed : k => m.delivery_stream_arn }
}
