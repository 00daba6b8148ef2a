/** A bucket of tokens, one for each request; it fills with time, up to one second's worth. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

export interface Admission {
  readonly isAdmitted: boolean;
  readonly bucket: Bucket;
}

export function fullBucket(ratePerSecond: number): Bucket {
  return { tokens: capacityOf(ratePerSecond), atMs: 0 };
}

export function admissionOf(bucket: Bucket, ratePerSecond: number, nowMs: number): Admission {
  const refill = (Math.max(0, nowMs - bucket.atMs) / 1000) * ratePerSecond;
  const tokens = Math.min(capacityOf(ratePerSecond), bucket.tokens + refill);
  return tokens >= 1
    ? { isAdmitted: true, bucket: { tokens: tokens - 1, atMs: nowMs } }
    : { isAdmitted: false, bucket: { tokens, atMs: nowMs } };
}

function capacityOf(ratePerSecond: number): number {
  return Math.max(1, ratePerSecond);
}
