/** How long AWS takes, as far as a run waits for it without being told. */

/** Long enough for what IAM's guide calls some time; it gives no figure. */
export const iamPropagationSeconds = 60;

/** S3's guide calls a bucket's configuration eventually consistent; it gives no figure either. */
export const bucketSettlingSeconds = 10;

/** A delivery takes a minute of buffering; attempts of before a role was seen come again after up to five minutes. */
export const patienceSeconds = 900;
