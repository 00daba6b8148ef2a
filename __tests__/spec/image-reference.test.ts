import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isImageTag } from '../../src/image-tag.ts';
import { isAddress, mendedAddress, parseTagged } from '../../src/spec/image-reference.ts';
import { findingsIn, problemsOf, tagRun } from '../../testing/spec.ts';

function specWith(image: string): string {
  return `serviceName: web
containerGroupName: web
containers:
  - name: web
    ${image}
    cpu: 1
    memory: 2
deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 1
`;
}

describe('an address', () => {
  test.each([
    ['nginx'],
    ['library/nginx'],
    ['ghcr.io/octo-org/shop'],
    ['localhost/web'],
    ['localhost:5000/a/b_c/d__e/f.g/h--i'],
    ['[::1]:5000/web'],
    ['Registry.Example:5000/web'],
  ])('can be %s', (address) => {
    expect(isAddress(address)).toBe(true);
  });

  test.each([
    ['https://hub.baidubce.com/acme/web', 'hub.baidubce.com/acme/web'],
    ['docker://nginx', 'nginx'],
    ['hub.baidubce.com/acme/web/', 'hub.baidubce.com/acme/web'],
    ['hub.baidubce.com//acme/web', 'hub.baidubce.com/acme/web'],
    ['/acme/web', 'acme/web'],
    ['hub.baidubce.com/acme/web ', 'hub.baidubce.com/acme/web'],
    ['ghcr.io/Octo/Shop', 'ghcr.io/octo/shop'],
    ['Nginx', 'nginx'],
    ['acme/web-', undefined],
    ['acme/.web', undefined],
    ['acme/we$b', undefined],
    ['reg_istry.example:5000/web', undefined],
    ['', undefined],
    ['a'.repeat(256), undefined],
  ])('can not be %j; %j may be meant', (address, suggestion) => {
    expect(isAddress(address)).toBe(false);
    expect(mendedAddress(address)).toBe(suggestion);
  });

  test('that is suggested is valid', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('aB1./:-_@ ')) }), (address) => {
        const suggestion = mendedAddress(address);
        expect(suggestion === undefined || isAddress(suggestion)).toBe(true);
      }),
    );
  });
});

test.each([
  ['nginx', undefined],
  ['localhost:5000/web', undefined],
  ['nginx:1.27', { address: 'nginx', tag: '1.27', hasDigest: false }],
  ['localhost:5000/web:1', { address: 'localhost:5000/web', tag: '1', hasDigest: false }],
  ['nginx@sha256:00', { address: 'nginx', tag: '', hasDigest: true }],
  ['nginx:1@sha256:00', { address: 'nginx', tag: '1', hasDigest: true }],
  ['nginx:', { address: 'nginx', tag: '', hasDigest: false }],
])('%s has the parts %j', (address, parts) => {
  expect(parseTagged(address)).toEqual(parts);
});

test.each([
  ['v1.2.3', true],
  ['_', true],
  ['a'.repeat(128), true],
  ['a'.repeat(129), false],
  ['1.0+build', false],
  ['v1/2', false],
  ['${TAG}', false],
  ['v1.4.2\n', false],
  ['-1', false],
  ['.1', false],
  ['', false],
])('that %j is a tag: %s', (text, expected) => {
  expect(isImageTag(text)).toBe(expected);
});

describe('in a spec', () => {
  test.each([
    ['imageAddress: https://hub.baidubce.com/acme/web', 'error 5:19 invalid-image-address'],
    ['imageAddress: hub.baidubce.com/acme/web/', 'error 5:19 invalid-image-address'],
    ['imageAddress: "hub.baidubce.com/acme/web "', 'error 5:19 invalid-image-address'],
    ['imageAddress: ghcr.io/${{ github.repository }}', 'error 5:19 invalid-image-address'],
  ])('%s is an error on its line', async (image, finding) => {
    const run = { ...tagRun, repository: 'Octo/Shop' };
    expect(await findingsIn(specWith(image), { run })).toEqual([
      `${finding} containers[0].imageAddress`,
    ]);
  });

  test.each([
    ['1.0+build'],
    ['v1/2'],
    ['${TAG}-${{ image.version }}'],
    ['|\n      ${{ image.version }}'],
  ])('imageVersion: %j is an error on its line', async (version) => {
    const spec = specWith(`imageAddress: nginx\n    imageVersion: ${version}`).replace(
      'cpu',
      `cpu: 1\n    memory: 2\n  - name: other\n    imageAddress: nginx\n    cpu`,
    );
    expect(await findingsIn(spec)).toEqual([
      'error 6:19 invalid-image-version containers[0].imageVersion',
    ]);
  });

  test.each([
    ['robot:Passw0rdXYZ@reg.example/x'],
    ['https://robot:Passw0rdXYZ@reg.example/x'],
    ['reg.example/Passw0rdXYZ'],
    ['reg.example/x:Passw0rdXYZ'],
  ])('no part of the secret address %s is in a message', async (IMAGE) => {
    const environment = { IMAGE };
    const problems = await problemsOf(specWith('imageAddress: ${{ secrets.IMAGE }}'), {
      environment,
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).not.toMatch(/robot|passw0rd|reg\.example/i);
  });
});
