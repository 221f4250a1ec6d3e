landing_bucket = "telemetry-landing-222222222222"
