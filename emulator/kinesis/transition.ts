/**
 * How long a status lasts before a stream or consumer is ACTIVE, or gone. AWS takes from seconds to a minute, and promises
 * nothing; we choose what is long enough to be met and short enough to be waited for.
 */
export const transitionMs = 1500;
