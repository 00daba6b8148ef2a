const STATUS_BY_CODE = {
  BadRequest: 400,
  InappropriateJSON: 400,
  InvalidHTTPAuthHeader: 400,
  InvalidHTTPRequest: 400,
  LastTokenProcessing: 400,
  MalformedJSON: 400,
  RequestExpired: 400,
  SignatureDoesNotMatch: 400,
  AccessDenied: 403,
  IdempotentParameterMismatch: 403,
  InvalidAccessKeyId: 403,
  RequestLimitExceeded: 403,
  RequestTimeTooSkewed: 403,
  NoSuchObject: 404,
  ResourceNotFound: 404,
  MethodNotAllowed: 405,
  OperationDenied: 409,
  EntityTooLarge: 413,
  LimitExceeded: 413,
  OverRateLimit: 429,
  InternalError: 500,
} as const;

export type ErrorCode = keyof typeof STATUS_BY_CODE;

/** The outcome of a call, before it becomes HTTP. */
export type Outcome = ResultOutcome | ErrorOutcome;

export interface ResultOutcome {
  readonly kind: 'result';
  /** `undefined` for a response without a body. */
  readonly value: unknown;
  readonly status: 200 | 204;
}

export interface ErrorOutcome {
  readonly kind: 'error';
  /** The gateway reports its errors in headers, the platform behind it in the body. */
  readonly layer: 'gateway' | 'platform';
  readonly code: ErrorCode;
  readonly message: string;
}

export interface Response {
  readonly status: number;
  readonly code?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is particular to one response: its request id and the server's date. */
export interface Stamp {
  readonly requestId: string;
  readonly date: Date;
}

export function resultOf(value: unknown): ResultOutcome {
  return { kind: 'result', value, status: 200 };
}

export function emptyResult(status: 200 | 204): ResultOutcome {
  return { kind: 'result', value: undefined, status };
}

export function gatewayError(code: ErrorCode, message: string): ErrorOutcome {
  return { kind: 'error', layer: 'gateway', code, message };
}

export function platformError(code: ErrorCode, message: string): ErrorOutcome {
  return { kind: 'error', layer: 'platform', code, message };
}

export function notFound(): ErrorOutcome {
  return platformError('NoSuchObject', 'There is no such object.');
}

export function toResponse(
  outcome: Outcome,
  stamp: Stamp,
  gatewayErrors: 'with-body' | 'without-body',
): Response {
  const headers = stampHeadersOf(stamp);
  if (outcome.kind === 'result') {
    const { status, value } = outcome;
    return { status, headers, body: value === undefined ? '' : JSON.stringify(value) };
  }
  const { layer, code, message } = outcome;
  const body = JSON.stringify({ code, message, requestId: stamp.requestId });
  return {
    status: STATUS_BY_CODE[code],
    code,
    headers: {
      ...headers,
      ...(code === 'OverRateLimit' && { 'Retry-After': '1' }),
      ...(layer === 'gateway' && { 'X-Bce-Error-Code': code, 'X-Bce-Error-Message': message }),
    },
    body: layer === 'gateway' && gatewayErrors === 'without-body' ? '' : body,
  };
}

/** The headers of every response. */
export function stampHeadersOf(stamp: Stamp): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json;charset=UTF-8',
    'X-Bce-Request-Id': stamp.requestId,
    Date: stamp.date.toUTCString(),
  };
}
