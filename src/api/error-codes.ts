/** What is known of an error that BEC reports. Each fact is stated; none follows from another. */
export interface ErrorCode {
  /** `with server time`: the signature's time was refused, so once more with the time of BEC's clock. */
  readonly retryable: 'yes' | 'no' | 'with server time';
  /** Whether the request may have done its work all the same. */
  readonly mayHaveTakenEffect: boolean;
  /** Rejected for the number of requests, before this one was looked at. */
  readonly isRateLimit?: true;
  /** What to do about it; empty if there is nothing to say. */
  readonly advice: string;
}

/**
 * The cure for a token that was used before, if it is the user's own: it may come from another run.
 * For a token of the action's making, the table has it.
 */
export const ownTokenMismatchAdvice =
  'The token in client-token has already created a service, from a different request: another run may have used it, or the spec, the version or a placeholder has changed since. Look the service up in the BEC console; to create another one, set client-token to a new value.';

// prettier-ignore
const advice = {
  request: 'BEC rejected the request, and its message names the field. Compare the spec with the output request of a dry run.',
  secret: 'Check that the secret access key belongs to this access key id and was copied whole, without spaces or line breaks.',
  header: 'Check that access-key-id holds the access key id alone, without quotes or spaces.',
  key: 'This access key does not exist: check access-key-id, and that the key is enabled in the Baidu AI Cloud console. Keys from STS also need session-token.',
  clock: "Correct the runner's clock: BEC accepts requests signed within the last half hour only.",
  access: 'These credentials are not allowed to do that: grant their user the BEC permissions. Keys from STS also need session-token, and expire.',
  verify: 'Verify the account and activate BEC in the Baidu AI Cloud console.',
  activate: 'Activate BEC for this account in the Baidu AI Cloud console.',
  bills: "Pay the account's open bills.",
  token: 'This token has already created a service, from a different request. Either the spec, the version or a placeholder has changed since an earlier attempt of this run, or another step of the run has the same token: steps inside one composite action and calls of one reusable workflow look the same. Look the service up in the BEC console; to create another one, start a new run, or set client-token to a different value for each such step.',
  quota: "The account's quota is used up: delete services that are no longer needed, or ask Baidu for more.",
  missing: 'Check the input endpoint, and whether the service was deleted in the meantime.',
  denied: 'BEC does not allow that as things are, for the reason in its message. If another operation is in progress, run the job again later.',
  rate: 'The account sends too many requests at once; run the job again later.',
  server: 'BEC has a problem of its own; run the job again later.',
  endpoint: 'Check the input endpoint.',
  proxy: 'The proxy requires credentials: add them to HTTPS_PROXY.',
} as const;

/**
 * By BCE's code.
 * @see https://cloud.baidu.com/doc/BEC/s/ml13ai4xr
 */
// prettier-ignore
export const errorCodes = {
  BadRequest: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.request },
  MalformedJSON: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.request },
  InappropriateJSON: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.request },
  InvalidHTTPRequest: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.request },
  SignatureDoesNotMatch: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.secret },
  IamSignatureInvalid: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.secret },
  SignatureMismatch: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.secret },
  InvalidHTTPAuthHeader: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.header },
  InvalidAccessKeyId: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.key },
  AccessDenied: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.access },
  RequestExpired: { retryable: 'with server time', mayHaveTakenEffect: false, advice: advice.clock },
  RequestTimeTooSkewed: { retryable: 'with server time', mayHaveTakenEffect: false, advice: advice.clock },
  SignatureTimestampExpired: { retryable: 'with server time', mayHaveTakenEffect: false, advice: advice.clock },
  AccountNotActivate: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.verify },
  OptInRequired: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.activate },
  AccountArrears: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.bills },
  IdempotentParameterMismatch: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.token },
  LimitExceeded: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.quota },
  OverRateLimit: { retryable: 'yes', mayHaveTakenEffect: false, isRateLimit: true, advice: advice.rate },
  RequestLimitExceeded: { retryable: 'yes', mayHaveTakenEffect: false, isRateLimit: true, advice: advice.rate },
  Throttling: { retryable: 'yes', mayHaveTakenEffect: false, isRateLimit: true, advice: advice.rate },
  NoSuchObject: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.missing },
  ResourceNotFound: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.missing },
  OperationDenied: { retryable: 'no', mayHaveTakenEffect: false, advice: advice.denied },
  ServiceInternalError: { retryable: 'yes', mayHaveTakenEffect: true, advice: advice.server },
  InternalError: { retryable: 'yes', mayHaveTakenEffect: true, advice: advice.server },
  InternalServerError: { retryable: 'yes', mayHaveTakenEffect: true, advice: advice.server },
  BadGateway: { retryable: 'yes', mayHaveTakenEffect: true, advice: advice.server },
  ServiceUnavailable: { retryable: 'yes', mayHaveTakenEffect: true, advice: advice.server },
  GatewayTimeout: { retryable: 'yes', mayHaveTakenEffect: true, advice: advice.server },
} as const satisfies Readonly<Record<string, ErrorCode>>;

/** By HTTP status, for codes that the table above does not have; the first row that fits counts. */
// prettier-ignore
const statuses: readonly (ErrorCode & { readonly from: number; readonly to: number })[] = [
  // A success by its status, with a code that may be one of success or failure.
  { from: 200, to: 299, retryable: 'no', mayHaveTakenEffect: true, advice: '' },
  { from: 300, to: 399, retryable: 'no', mayHaveTakenEffect: false, advice: advice.endpoint },
  { from: 401, to: 401, retryable: 'no', mayHaveTakenEffect: false, advice: advice.access },
  { from: 403, to: 403, retryable: 'no', mayHaveTakenEffect: false, advice: advice.access },
  { from: 404, to: 404, retryable: 'no', mayHaveTakenEffect: false, advice: advice.endpoint },
  { from: 407, to: 407, retryable: 'no', mayHaveTakenEffect: false, advice: advice.proxy },
  { from: 408, to: 408, retryable: 'yes', mayHaveTakenEffect: true, advice: '' },
  { from: 429, to: 429, retryable: 'yes', mayHaveTakenEffect: false, isRateLimit: true, advice: advice.rate },
  { from: 500, to: Infinity, retryable: 'yes', mayHaveTakenEffect: true, advice: advice.server },
];

export type KnownCode = keyof typeof errorCodes;

export function isErrorCode(code: string): code is KnownCode {
  return Object.hasOwn(errorCodes, code);
}

/** Looks up the code, or the HTTP status if the code is unknown. */
export function errorCodeOf(code: string, status: number): ErrorCode {
  if (isErrorCode(code)) return errorCodes[code];
  const row = statuses.find(({ from, to }) => status >= from && status <= to);
  return row ?? { retryable: 'no', mayHaveTakenEffect: false, advice: '' };
}
