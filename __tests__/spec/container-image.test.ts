import { describe, expect, test } from 'vitest';
import { listOf, textOf } from '../../src/json.ts';
import { bodyOf, findingsIn, problemsOf } from '../../testing/spec.ts';

/** A spec whose containers a, b, … have these versions; undefined for one without. */
function specWith(versions: readonly (string | undefined)[]): string {
  const containers = versions.map((version, index) =>
    [
      `  - name: ${String.fromCharCode(97 + index)}`,
      '    imageAddress: nginx',
      '    cpu: 1',
      '    memory: 2',
      ...(version === undefined ? [] : [`    imageVersion: ${version}`]),
      '',
    ].join('\n'),
  );
  return `serviceName: web
containerGroupName: web
containers:
${containers.join('')}deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 1
`;
}

const placeholder = '${{ image.version }}';

test.each<
  [string, readonly (string | undefined)[], containers: readonly string[], sent: readonly string[]]
>([
  ['the only one, without a version', [undefined], [], ['v1.2.3']],
  ['the only one, with a version of its own', ['1.0'], [], ['v1.2.3']],
  ['the only one, with the placeholder', [placeholder], [], ['v1.2.3']],
  ['the one without a version', ['1.0', undefined], [], ['1.0', 'v1.2.3']],
  ['the one with an empty version', ['1.0', '""'], [], ['1.0', 'v1.2.3']],
  ['the one with the placeholder', [placeholder, '1.0'], [], ['v1.2.3', '1.0']],
  ['all that are open', [undefined, placeholder, '1.0'], [], ['v1.2.3', 'v1.2.3', '1.0']],
  [
    'the placeholder with more around it',
    [`${placeholder}-alpine`, '1.0'],
    [],
    ['v1.2.3-alpine', '1.0'],
  ],
  ['the placeholder in the only one', [`${placeholder}-alpine`], [], ['v1.2.3-alpine']],
  ['the one that is named', ['1.0', '2.0'], ['b'], ['1.0', 'v1.2.3']],
  ['all that are named', ['1.0', '2.0', '3.0'], ['c', 'a'], ['v1.2.3', '2.0', 'v1.2.3']],
  ['one that is named twice', ['1.0', '2.0'], ['b', 'b'], ['1.0', 'v1.2.3']],
  ['a named one that has a suffix', ['1.0', `${placeholder}-x`], ['b'], ['1.0', 'v1.2.3-x']],
])('the version goes to %s', async (_, versions, containers, sent) => {
  const body = await bodyOf(specWith(versions), { containers });
  expect(listOf(body['containers']).map((container) => textOf(container['imageVersion']))).toEqual(
    sent,
  );
});

describe('no container takes the version', () => {
  test('if each has one of its own', async () => {
    expect(await findingsIn(specWith(['1.0', '2.0']))).toEqual([
      'error 3:1 no-container-takes-version containers',
    ]);
  });

  test.each([
    [['d'], 'unknown-container'],
    [['a', 'x', 'y'], 'unknown-container'],
    [['A'], 'unknown-container'],
    [['a, c'], 'unknown-container'],
    [['a c'], 'unknown-container'],
  ])('if the input names %j', async (containers, code) => {
    expect(await findingsIn(specWith(['1.0', undefined, '3.0']), { containers })).toEqual(
      expect.arrayContaining([`error 3:1 ${code} containers`]),
    );
  });

  test('and there is no warning for the version that is missing then', async () => {
    expect(await findingsIn(specWith([undefined]), { containers: ['web'] })).toHaveLength(1);
  });
});

test('a container without a version that the input does not name gets a warning', async () => {
  expect(await findingsIn(specWith(['1.0', undefined]), { containers: ['a'] })).toEqual([
    'warning 9:5 unset-key containers[1].imageVersion',
  ]);
});

test('a container without a name is reported as one', async () => {
  const spec = specWith(['1.0', '2.0']).replace('name: a', 'workingDir: /');
  const messages = (await problemsOf(spec, { containers: ['c'] })).map(({ message }) => message);
  expect(messages).toContain(
    'Input containers names "c", which the spec does not have. It has one without a name and "b".',
  );
});
