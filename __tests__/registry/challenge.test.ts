import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseChallenges } from '../../src/registry/challenge.ts';

function parsed(header: string): unknown {
  return parseChallenges(header).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);
}

const realm = 'https://auth.docker.io/token';

describe('WWW-Authenticate is taken apart by its grammar', () => {
  test.each([
    ['', []],
    ['Basic', [['basic', {}]]],
    ['Basic realm="a, b=\\"c\\""', [['basic', { realm: 'a, b="c"' }]]],
    [
      `Bearer realm="${realm}",service="registry.docker.io",scope="repository:a/b:pull,push"`,
      [['bearer', { realm, service: 'registry.docker.io', scope: 'repository:a/b:pull,push' }]],
    ],
    [`bearer REALM = "${realm}" , service=x`, [['bearer', { realm, service: 'x' }]]],
    [
      `Negotiate, Basic realm="x", Bearer realm="${realm}"`,
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
        ['bearer', { realm }],
      ],
    ],
    [
      `NTLM TlRMTVNTUAAB==, Bearer realm="${realm}"`,
      [
        ['ntlm', {}],
        ['tlrmtvntuaab', {}],
        ['bearer', { realm }],
      ],
    ],
    ['Bearer realm="first",realm="second"', [['bearer', { realm: 'first' }]]],
    [
      'Bearer realm="unclosed, service=x',
      [
        ['bearer', {}],
        ['realm', {}],
        ['unclosed', { service: 'x' }],
      ],
    ],
    ['realm="of no challenge"', []],
    ['=,=,"', []],
    ['Bearer __proto__="x"', [['bearer', Object.fromEntries([['__proto__', 'x']])]]],
  ])('%s', (header, expected) => {
    expect(parsed(header)).toEqual(expected);
  });
});

test('any text ends in challenges, in time linear in its length', () => {
  const pieces = ['a', '=', '"', '\\', ',', ' ', '\t', 'Bearer ', 'realm="x"', '\u00e9'];
  const texts = fc
    .array(fc.constantFrom(...pieces), { maxLength: 12 })
    .map((parts) => parts.join('').repeat(2000));
  fc.assert(
    fc.property(texts, (text) => {
      const start = process.cpuUsage();
      parseChallenges(text);
      expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
    }),
  );
});
