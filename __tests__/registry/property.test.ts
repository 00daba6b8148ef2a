import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../src/text.ts';
import { check, imageAt, reasonOf } from '../../testing/registry/check.ts';
import {
  startFakeServer,
  type Behavior,
  type Reply,
} from '../../testing/registry/fake-registry.ts';

const pieces = [
  'Bearer realm="http://127.0.0.1:9/token"',
  'Bearer realm="/token"',
  'Basic realm="x"',
  '</v2/acme/web/tags/list?n=1>; rel="next"',
  '</v2/acme/web/tags/list>; rel=next',
  'https://evil.example/',
  'application/vnd.oci.image.index.v1+json',
  'text/html',
  `sha256:${'0'.repeat(64)}`,
  '5',
  '',
  '\t\u00a0::set-output name=x::y',
];
const bodies = [
  '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}',
  '{"errors":[{"code":"DENIED","message":"\\u001b[31m"}]}',
  '{"errors":{}}',
  '{"token":"t"}',
  '{"token":"a-token-that-is-long-enough"}',
  '{"token":{}}',
  '{"tags":["v1.2.3","1.2.3\\n","1.2.3"]}',
  '{"tags":[[]]}',
  '[]',
  'null',
  '\ufffd',
  '{"tags":' + '['.repeat(5000),
];
const reply: fc.Arbitrary<ReturnType<Behavior>> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('cut' as const) },
  {
    weight: 9,
    arbitrary: fc.record<Reply>({
      status: fc.constantFrom(200, 201, 204, 299, 301, 307, 400, 401, 403, 404, 410, 429, 500, 503),
      headers: fc.dictionary(
        fc.constantFrom(
          'www-authenticate',
          'content-type',
          'docker-content-digest',
          'link',
          'location',
          'retry-after',
        ),
        fc.constantFrom(...pieces),
      ),
      body: fc.constantFrom(...bodies),
    }),
  },
);

test('every response of a registry ends the check in one of its three ways', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 8 }), async (replies) => {
      let count = 0;
      await using server = await startFakeServer(
        () => replies[Math.min(count++, replies.length - 1)] ?? 'cut',
      );
      const { checks, log } = await check([imageAt(server.host, 'v1.2.3')], {
        logins: { [server.host]: 'octo:pass' },
      });
      const [result] = checks;
      expect(checks).toHaveLength(1);
      expect(server.requests.length).toBeLessThan(40);
      for (const line of [reasonOf(result), ...log]) {
        expect(line).toBe(printable(line, 400));
      }
      if (result?.kind === 'missing') {
        expect(result.nearTags.filter((tag) => !['v1.2.3', '1.2.3'].includes(tag))).toEqual([]);
        expect(replies).toContainEqual(expect.objectContaining({ status: 404 }));
      }
    }),
  );
});
