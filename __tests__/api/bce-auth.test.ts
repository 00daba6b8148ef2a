import OfficialAuth from '@baiducloud/sdk/src/auth.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  authorizationOf,
  authStringPrefixOf,
  canonicalQueryStringOf,
  canonicalRequestOf,
  canonicalUriOf,
  signingKeyOf,
  timestampOf,
  uriEncode,
} from '../../src/api/bce-auth.ts';
import vectors from '../fixtures/bce-auth-v1.json' with { type: 'json' };

describe('published vectors', () => {
  test.each(vectors)('$name', (vector) => {
    const { accessKeyId, secretAccessKey, timestamp, expireSeconds, headersToSign } = vector;
    const headers = definedOnly(vector.headers);
    const request = { ...vector, headers, query: definedOnly(vector.query) };
    const options = {
      credentials: { accessKeyId, secretAccessKey },
      timestamp,
      expireSeconds,
      headersToSign,
    };
    const [, , , , , signature] = vector.authorization.split('/');
    const signed = authorizationOf(request, options);
    if (vector.omitSignedHeaders === true) {
      expect(signed.replace(headersToSign.join(';'), '')).toBe(vector.authorization);
    } else expect(signed).toBe(vector.authorization);
    expect(signed.split('/')[5]).toBe(signature);
    if (vector.canonicalRequest !== undefined) {
      expect(canonicalRequestOf(request, headersToSign)).toBe(vector.canonicalRequest);
    }
    if (vector.signingKey !== undefined) {
      const key = signingKeyOf(secretAccessKey, authStringPrefixOf(options));
      expect(key).toBe(vector.signingKey);
    }
  });
});

/** The type of a JSON list of objects has all their keys in each of them, most of them undefined. */
function definedOnly(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value ?? '']));
}

const word = fc.stringMatching(/^[A-Za-z0-9_.~-]{1,20}$/);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('', "!'()*", ' a b ', '+', '%20', 'a/b?c=d&e#f', '日本', '\u{1f680}', 'a\n\tb'),
);

const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  path: fc.array(text).map((steps) => `/${steps.join('/')}`),
  // The official signer takes the names of a query as they are.
  query: fc.dictionary(
    word.filter((name) => name.toLowerCase() !== 'authorization'),
    text,
  ),
  headers: fc.dictionary(
    fc.constantFrom('Content-Type', 'content-md5', 'X-Other', 'x-bce-meta-a', 'x-bce-meta'),
    text,
  ),
  sessionToken: fc.option(text, { nil: undefined }),
  accessKeyId: word,
  secretAccessKey: fc.string({ unit: 'binary', minLength: 1 }),
  epochSeconds: fc.integer({ min: 1, max: 4_102_444_800 }),
  expireSeconds: fc.integer({ min: 1, max: 100_000 }),
});

test('requests of all kinds are signed as Baidu’s own SDK signs them', () => {
  fc.assert(
    fc.property(requests, ({ accessKeyId, secretAccessKey, sessionToken, ...facts }) => {
      const { method, path, query, epochSeconds, expireSeconds } = facts;
      const timestamp = timestampOf(new Date(epochSeconds * 1000));
      const headers = {
        ...facts.headers,
        Host: 'bec.baidubce.com',
        'x-bce-date': timestamp,
        ...(sessionToken !== undefined && { 'x-bce-security-token': sessionToken }),
      };
      const headersToSign = Object.keys(headers)
        .map((name) => name.toLowerCase())
        .filter((name) => name === 'host' || name.startsWith('x-bce-'));
      const official = new OfficialAuth(accessKeyId, secretAccessKey);
      const expected = official.generateAuthorization(
        method,
        official.normalize(path, false),
        query,
        headers,
        epochSeconds,
        expireSeconds,
        headersToSign,
      );
      const signed = authorizationOf(
        { method, path, query, headers },
        {
          credentials: { accessKeyId, secretAccessKey, sessionToken },
          timestamp,
          expireSeconds,
          headersToSign,
        },
      );
      // The names of the signed headers may come in any order, and with or without the empty ones.
      const essence = (authorization: string): readonly unknown[] =>
        authorization.split('/').filter((_, index) => index !== 4);
      expect(essence(signed)).toEqual(essence(expected));
    }),
    { numRuns: 1000 },
  );
});

test('the names of a create call’s signed headers are those of Baidu’s own SDK', () => {
  const headers = { host: 'bec.baidubce.com', 'x-bce-date': '2024-01-02T03:04:05Z' } as const;
  const request = {
    method: 'POST',
    path: '/v2/service/create',
    query: { clientToken: 't' },
    headers,
  };
  const official = new OfficialAuth('id', 'secret').generateAuthorization(
    request.method,
    request.path,
    request.query,
    headers,
    Date.parse(headers['x-bce-date']) / 1000,
    1800,
    ['host', 'x-bce-date'],
  );
  const signed = authorizationOf(request, {
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    timestamp: headers['x-bce-date'],
    expireSeconds: 1800,
    headersToSign: ['x-bce-date', 'host'],
  });
  expect(signed).toBe(official);
});

test.each([
  ['AZaz09-_.~', 'AZaz09-_.~'],
  ["!'()*", '%21%27%28%29%2A'],
  [' +/?&=%', '%20%2B%2F%3F%26%3D%25'],
  ['é日\u{1f680}', '%C3%A9%E6%97%A5%F0%9F%9A%80'],
])('%j is encoded as %s', (decoded, encoded) => {
  expect(uriEncode(decoded)).toBe(encoded);
});

test.each([
  ['', '/'],
  ['/', '/'],
  ['/v1/a b/日', '/v1/a%20b/%E6%97%A5'],
])('the path %j is %s in a signature', (path, canonical) => {
  expect(canonicalUriOf(path)).toBe(canonical);
});

test('a query is sorted after it is encoded, without authorization', () => {
  const query = { b: '', a: '2', 'a-b': '1', é: 'x y', Authorization: 'secret' };
  expect(canonicalQueryStringOf(query)).toBe('%C3%A9=x%20y&a-b=1&a=2&b=');
});

test('a timestamp has no milliseconds', () => {
  expect(timestampOf(new Date('2024-01-02T03:04:05.678Z'))).toBe('2024-01-02T03:04:05Z');
});
