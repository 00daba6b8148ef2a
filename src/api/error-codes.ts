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

export function isErrorCode(code: string): boolean {
  return Object.hasOwn(errorCodes, code);
}

/** Looks up the code, or the HTTP status if the code is unknown. */
export function errorCodeOf(code: string, status: number): ErrorCode {
  const known = isErrorCode(code) ? errorCodes[code] : undefined;
  return known ?? statusRows.find(({ from, to }) => status >= from && status <= to)?.row ?? unknown;
}

/**
 * The cure for a token that was used before, if it is the user's own: it may come from another run.
 * For a token of the action's making, the table has it.
 */
export const ownTokenMismatchAdvice =
  'The token in client-token has already created a service, from a different request: another run may have used it, or the spec, the version or a placeholder has changed since. Look the service up in the BEC console; to create another one, set client-token to a new value.';

/** For a create, where there is no service yet whose state could forbid anything. */
export const deniedCreateAdvice =
  'BEC does not allow this service to be created as things are: its own words above say why. If it is the name, change serviceName in the spec; if another operation is in progress, run the job again later.';

const badRequest: ErrorCode = {
  retryable: 'no',
  mayHaveTakenEffect: false,
  advice:
    'BEC rejected the request, and its message names the field. Compare the spec with the output request of a dry run.',
};
const wrongSecret: ErrorCode = {
  retryable: 'no',
  mayHaveTakenEffect: false,
  advice:
    'Check that the secret access key belongs to this access key id and was copied whole, without spaces or line breaks.',
};
const clockSkew: ErrorCode = {
  retryable: 'with server time',
  mayHaveTakenEffect: false,
  advice: "Correct the runner's clock: BEC accepts requests signed within the last half hour only.",
};
const accessDenied: ErrorCode = {
  retryable: 'no',
  mayHaveTakenEffect: false,
  advice:
    'These credentials are not allowed to do that: grant their user the BEC permissions. Keys from STS also need session-token, and expire.',
};
const notFound: ErrorCode = {
  retryable: 'no',
  mayHaveTakenEffect: false,
  advice: 'Check the input endpoint, and whether the service was deleted in the meantime.',
};
const rateLimit: ErrorCode = {
  retryable: 'yes',
  mayHaveTakenEffect: false,
  isRateLimit: true,
  advice: 'The account sends too many requests at once; run the job again later.',
};
const serverError: ErrorCode = {
  retryable: 'yes',
  mayHaveTakenEffect: true,
  advice: 'BEC has a problem of its own; run the job again later.',
};

/**
 * By BCE's code.
 * @see https://cloud.baidu.com/doc/BEC/s/ml13ai4xr
 */
export const errorCodes: Readonly<Record<string, ErrorCode>> = {
  BadRequest: badRequest,
  MalformedJSON: badRequest,
  InappropriateJSON: badRequest,
  InvalidHTTPRequest: badRequest,
  SignatureDoesNotMatch: wrongSecret,
  IamSignatureInvalid: wrongSecret,
  SignatureMismatch: wrongSecret,
  InvalidHTTPAuthHeader: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice: 'Check that access-key-id holds the access key id alone, without quotes or spaces.',
  },
  InvalidAccessKeyId: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice:
      'This access key does not exist: check access-key-id, and that the key is enabled in the Baidu AI Cloud console. Keys from STS also need session-token.',
  },
  AccessDenied: accessDenied,
  RequestExpired: clockSkew,
  RequestTimeTooSkewed: clockSkew,
  SignatureTimestampExpired: clockSkew,
  AccountNotActivate: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice: 'Verify the account and activate BEC in the Baidu AI Cloud console.',
  },
  OptInRequired: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice: 'Activate BEC for this account in the Baidu AI Cloud console.',
  },
  AccountArrears: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice: "Pay the account's open bills.",
  },
  IdempotentParameterMismatch: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice:
      'This token has already created a service, from a different request. Either the spec, the version or a placeholder has changed since an earlier attempt of this run, or another step of the run has the same token: steps inside one composite action and calls of one reusable workflow look the same. Look the service up in the BEC console; to create another one, start a new run, or set client-token to a different value for each such step.',
  },
  LimitExceeded: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice:
      "The account's quota is used up: delete services that are no longer needed, or ask Baidu for more.",
  },
  OverRateLimit: rateLimit,
  NoSuchObject: notFound,
  ResourceNotFound: notFound,
  OperationDenied: {
    retryable: 'no',
    mayHaveTakenEffect: false,
    advice: 'The current state of the service does not allow that.',
  },
  ServiceInternalError: serverError,
  InternalError: serverError,
  InternalServerError: serverError,
  BadGateway: serverError,
  ServiceUnavailable: serverError,
  GatewayTimeout: serverError,
};

const wrongEndpoint: ErrorCode = {
  retryable: 'no',
  mayHaveTakenEffect: false,
  advice: 'Check the input endpoint.',
};
const unknown: ErrorCode = { retryable: 'no', mayHaveTakenEffect: false, advice: '' };
/** A success by its status, with a code that may be one of success or failure. */
const doubtful: ErrorCode = { retryable: 'no', mayHaveTakenEffect: true, advice: '' };

/** By HTTP status, for codes that the table above does not have; the first row that fits counts. */
const statusRows: readonly {
  readonly from: number;
  readonly to: number;
  readonly row: ErrorCode;
}[] = [
  { from: 200, to: 299, row: doubtful },
  { from: 300, to: 399, row: wrongEndpoint },
  { from: 401, to: 401, row: accessDenied },
  { from: 403, to: 403, row: accessDenied },
  { from: 404, to: 404, row: wrongEndpoint },
  {
    from: 407,
    to: 407,
    row: {
      retryable: 'no',
      mayHaveTakenEffect: false,
      advice: 'The proxy requires credentials: add them to HTTPS_PROXY.',
    },
  },
  { from: 408, to: 408, row: { retryable: 'yes', mayHaveTakenEffect: true, advice: '' } },
  { from: 429, to: 429, row: rateLimit },
  { from: 500, to: Infinity, row: serverError },
];
