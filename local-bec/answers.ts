const STATUS_BY_CODE = {
  BadRequest: 400,
  InappropriateJSON: 400,
  InvalidHTTPAuthHeader: 400,
  InvalidHTTPRequest: 400,
  MalformedJSON: 400,
  RequestExpired: 400,
  SignatureDoesNotMatch: 400,
  AccessDenied: 403,
  IdempotentParameterMismatch: 403,
  InvalidAccessKeyId: 403,
  RequestTimeTooSkewed: 403,
  NoSuchObject: 404,
  ResourceNotFound: 404,
  MethodNotAllowed: 405,
  EntityTooLarge: 413,
  LimitExceeded: 413,
  OverRateLimit: 429,
  InternalError: 500,
} as const;

export type ErrorCode = keyof typeof STATUS_BY_CODE;

/** What came of a call, before it is put into HTTP. */
export type Outcome = ResultOutcome | ErrorOutcome;

export interface ResultOutcome {
  readonly kind: 'result';
  readonly value: unknown;
}

export interface ErrorOutcome {
  readonly kind: 'error';
  /** The gateway tells its errors in headers, the platform behind it in the body. */
  readonly layer: 'gateway' | 'platform';
  readonly code: ErrorCode;
  readonly message: string;
}

export interface Answer {
  readonly status: number;
  readonly code?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Stamp {
  readonly requestId: string;
  readonly date: Date;
}

export function resultOf(value: unknown): ResultOutcome {
  return { kind: 'result', value };
}

export function gatewayError(code: ErrorCode, message: string): ErrorOutcome {
  return { kind: 'error', layer: 'gateway', code, message };
}

export function platformError(code: ErrorCode, message: string): ErrorOutcome {
  return { kind: 'error', layer: 'platform', code, message };
}

export function toAnswer(outcome: Outcome, stamp: Stamp): Answer {
  const headers = stampHeadersOf(stamp);
  if (outcome.kind === 'result') {
    return { status: 200, headers, body: JSON.stringify(outcome.value) };
  }
  const { layer, code, message } = outcome;
  const status = STATUS_BY_CODE[code];
  const retry: Record<string, string> = code === 'OverRateLimit' ? { 'Retry-After': '1' } : {};
  if (layer === 'platform') {
    const body = JSON.stringify({ code, message, requestId: stamp.requestId });
    return { status, code, headers: { ...headers, ...retry }, body };
  }
  const told = { 'X-Bce-Error-Code': code, 'X-Bce-Error-Message': message };
  return { status, code, headers: { ...headers, ...retry, ...told }, body: '' };
}

/** The headers that every answer has. */
export function stampHeadersOf(stamp: Stamp): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json;charset=UTF-8',
    'X-Bce-Request-Id': stamp.requestId,
    Date: stamp.date.toUTCString(),
  };
}
