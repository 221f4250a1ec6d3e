bucket  = "telemetry-landing-222222222222"
writers = ["arn:aws:iam::111111111111:role/delivery/telemetry-to-lake"]
