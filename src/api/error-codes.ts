/**
 * What to do about an error, by BCE's code; starts with a space, empty where there is nothing to say.
 * @see https://cloud.baidu.com/doc/BEC/s/ml13ai4xr
 */
export function adviceOn(code: string, status: number | undefined): string {
  const known = Object.hasOwn(adviceByCode, code) ? adviceByCode[code] : undefined;
  const advice = known ?? (status === undefined ? '' : adviceByStatus(status));
  return advice === '' ? '' : ` ${advice}`;
}

const wrongSecret =
  'Check that the secret access key belongs to this access key id and was copied whole, without spaces or line breaks.';
const notThere = 'Check the input endpoint, and whether the service was deleted meanwhile.';
const tryLater = 'BEC has trouble; run the job again later.';
const badRequest =
  'BEC finds fault with the request; its message names the field. Compare the spec with the output request of a dry run.';
const clock =
  "Set the runner's clock right: BEC takes requests signed within the last half hour only.";

const adviceByCode: Readonly<Record<string, string>> = {
  BadRequest: badRequest,
  MalformedJSON: badRequest,
  InappropriateJSON: badRequest,
  InvalidHTTPRequest: badRequest,
  SignatureDoesNotMatch: wrongSecret,
  IamSignatureInvalid: wrongSecret,
  SignatureMismatch: wrongSecret,
  InvalidHTTPAuthHeader:
    'Check that access-key-id holds the access key id alone, without quotes or spaces.',
  InvalidAccessKeyId:
    'No such access key: check access-key-id, and that the key is enabled in the Baidu AI Cloud console. Keys from STS need session-token too.',
  AccessDenied:
    'These credentials may not do that: give their user the BEC permissions. Keys from STS need session-token too, and expire.',
  RequestExpired: clock,
  RequestTimeTooSkewed: clock,
  SignatureTimestampExpired: clock,
  AccountNotActivate: 'Verify the account and activate BEC in the Baidu AI Cloud console.',
  OptInRequired: 'Activate BEC for this account in the Baidu AI Cloud console.',
  AccountArrears: 'Pay the open bills of the account.',
  IdempotentParameterMismatch:
    'This run has already created a service with this token, from another request: the spec, the version or a placeholder has changed since. Look the service up in the console; to create another one, start a new run, or set client-token.',
  LimitExceeded:
    "The account's quota is used up: delete services that are no longer needed, or ask Baidu for more.",
  OverRateLimit: 'Too many requests at once for this account; run the job again later.',
  NoSuchObject: notThere,
  ResourceNotFound: notThere,
  OperationDenied: 'The state of the service does not allow that now.',
  ServiceInternalError: tryLater,
  InternalError: tryLater,
  InternalServerError: tryLater,
  BadGateway: tryLater,
  ServiceUnavailable: tryLater,
  GatewayTimeout: tryLater,
};

function adviceByStatus(status: number): string {
  if (status >= 500) return tryLater;
  if (status >= 300 && status < 400) return 'Check the input endpoint.';
  if (status === 401 || status === 403) return adviceByCode['AccessDenied'] ?? '';
  if (status === 404) return 'Check the input endpoint.';
  if (status === 407) return 'The proxy wants credentials: put them into HTTPS_PROXY.';
  return status === 429 ? (adviceByCode['OverRateLimit'] ?? '') : '';
}
