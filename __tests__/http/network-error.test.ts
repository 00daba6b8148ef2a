import { expect, test } from 'vitest';
import { TransportError } from '../../src/http/network-error.ts';

function transportError(cause: unknown): TransportError {
  return new TransportError(cause, { host: 'bec.test', mayHaveArrived: false });
}

function errorWith(code: string, message = 'the system’s words'): Error {
  return Object.assign(new Error(message), { code });
}

const privateAuthority = 'set NODE_EXTRA_CA_CERTS';

test.each([
  ['ECONNREFUSED', true, 'bec.test refused the connection'],
  ['ECONNRESET', true, 'the connection was closed before the response was complete'],
  ['EPIPE', true, 'the connection was closed before the request was complete'],
  ['ENOTFOUND', true, 'bec.test has no address in DNS'],
  ['HPE_INVALID_CONSTANT', true, 'the response is not valid HTTP (the system’s words)'],
  ['EPROTO', true, 'no TLS connection to bec.test (EPROTO). Check that it is an HTTPS server'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', true, 'Check that it is an HTTPS server'],
  ['SELF_SIGNED_CERT_IN_CHAIN', false, privateAuthority],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', false, privateAuthority],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false, privateAuthority],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', false, privateAuthority],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false, 'The certificate is for another host'],
  ['CERT_HAS_EXPIRED', false, "Check the runner's clock"],
  ['ERR_PROXY_TUNNEL', true, 'the proxy did not open a tunnel (the system’s words)'],
  ['ERR_PROXY_INVALID_CONFIG', false, 'the proxy did not open a tunnel'],
  ['ESOMETHING', true, 'the system’s words'],
])('%s: transient %s, "%s"', (code, isTransient, text) => {
  const error = transportError(errorWith(code));
  expect(error.isTransient).toBe(isTransient);
  expect(error.message).toContain(text);
});

test('a proxy that requires a login is a lasting error', () => {
  const error = errorWith('ERR_PROXY_TUNNEL', 'HTTP/1.1 407 Proxy Authentication Required');
  const { message, isTransient } = transportError(error);
  expect(isTransient).toBe(false);
  expect(message).toContain('Add its user and password to HTTPS_PROXY');
});

test('of several addresses that failed alike, one reason is given', () => {
  const error = Object.assign(
    new AggregateError([errorWith('ECONNREFUSED'), errorWith('ECONNREFUSED')]),
    { code: 'ECONNREFUSED' },
  );
  expect(transportError(error).message).toBe('bec.test refused the connection');
});

test('of several addresses that failed each in its way, all reasons are given', () => {
  const error = Object.assign(
    new AggregateError([
      errorWith('ETIMEDOUT', 'connect ETIMEDOUT 192.0.2.1:443'),
      errorWith('ENETUNREACH', 'connect ENETUNREACH 2001:db8::1:443'),
    ]),
    { code: 'ETIMEDOUT' },
  );
  expect(transportError(error).message).toBe(
    'connect ETIMEDOUT 192.0.2.1:443, connect ENETUNREACH 2001:db8::1:443',
  );
});

test.each([new Error(''), errorWith('ESOMETHING', ''), 'a text', undefined])(
  'a reason is never empty: %s',
  (error) => {
    expect(transportError(error).message).not.toBe('');
  },
);
