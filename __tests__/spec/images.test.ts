import { expect, test } from 'vitest';
import {
  missingImageProblem,
  positionOf,
  privateImageProblem,
  problemText,
  resolveSpec,
} from '../../src/spec/spec.ts';
import type { SpecImage, SpecOptions } from '../../src/spec/spec.ts';
import { specOptions } from '../../testing/spec.ts';

const text = `serviceName: web
containerGroupName: web
containers:
  - { name: a, imageAddress: hub.example/acme/web, cpu: 1, memory: 2 }
  - { name: b, imageAddress: nginx, imageVersion: 1.27.0, cpu: 1, memory: 2 }
  - name: c
    imageAddress: \${{ secrets.REGISTRY }}/worker
    imageVersion: \${{ image.version }}-alpine
    cpu: 1
    memory: 2
deployInstances:
  - { regionId: cn-shanghai-ct, replicas: 1 }
`;
const environment = { REGISTRY: 'ccr-1234.example/acme' };

async function imagesIn(options: Partial<SpecOptions> = {}): Promise<readonly SpecImage[]> {
  const source = { path: 'a.yml', text };
  return (await resolveSpec(source, { ...specOptions, environment, ...options })).images;
}

function placesOf(images: readonly SpecImage[]): readonly string[] {
  return images.map(({ path, range }) => `${positionOf(text, range.start).line} ${path}`);
}

test('the images that take the version come with their places, as they are sent and as they may be printed', async () => {
  const images = await imagesIn();
  expect(images).toMatchObject([
    { imageAddress: 'hub.example/acme/web', imageVersion: 'v1.2.3' },
    {
      imageAddress: 'ccr-1234.example/acme/worker',
      imageVersion: 'v1.2.3-alpine',
      printableAddress: '***/worker',
      printableVersion: 'v1.2.3-alpine',
    },
  ]);
  expect(placesOf(images)).toEqual([
    '4 containers[0].imageAddress',
    '7 containers[2].imageAddress',
  ]);
});

test.each([
  ['hub.example/acme/web', 'v1', 'nothing'],
  ['hub.example/${{ github.repository_owner }}/web', '${{ image.version }}', 'nothing'],
  ['hub.example/***/web', 'v1', 'nothing'],
  ['${{ secrets.HOST }}/acme/web', '${{ image.version }}', 'host'],
  ['${{ secrets.HOST }}/${{ github.repository_owner }}/web', 'v1', 'host'],
  ['${{ secrets.REGISTRY }}/web', 'v1', 'more'],
  ['${{ secrets.NAME }}', 'v1', 'more'],
  ['hub.example/${{ secrets.NAME }}', 'v1', 'more'],
  ['sub.${{ secrets.HOST }}/acme/web', 'v1', 'more'],
  ['${{ secrets.HOST }}:5000/acme/web', 'v1', 'more'],
  ['${{ secrets.HOST }}/${{ secrets.NAME }}', 'v1', 'more'],
  ['hub.example/acme/web', '${{ image.version }}-${{ secrets.NAME }}', 'more'],
  ['${{ secrets.HOST }}/acme/web', '${{ secrets.NAME }}${{ image.version }}', 'more'],
])('of %s:%s %s is a secret, whatever its value', async (address, version, secretPart) => {
  const spec = text
    .replace('hub.example/acme/web', JSON.stringify(address))
    .replace('{ name: a,', `{ name: a, imageVersion: ${JSON.stringify(version)},`);
  const options = {
    ...specOptions,
    containers: ['a'],
    environment: { ...environment, HOST: 'hub.example', NAME: 'web' },
  };
  const [image] = (await resolveSpec({ path: 'a.yml', text: spec }, options)).images;
  expect(image?.secretPart).toBe(secretPart);
});

test('the input containers decides which images take it, beside those with the placeholder', async () => {
  const images = await imagesIn({ containers: ['b'] });
  expect(images).toMatchObject([
    { imageAddress: 'nginx', imageVersion: 'v1.2.3' },
    { imageVersion: 'v1.2.3-alpine' },
  ]);
  expect(placesOf(images)).toEqual([
    '5 containers[1].imageAddress',
    '7 containers[2].imageAddress',
  ]);
});

test.each([
  [
    [],
    'is not in its registry, which has other tags of it. Push it before this step, or set the input image-version to the tag that was pushed.',
  ],
  [
    ['1.2.3'],
    'is not in its registry, which has other tags of it. 1.2.3 is there, v1.2.3 is not: set the input image-version to the tag that was pushed.',
  ],
  [
    ['1.2.3', 'v1.2.2'],
    'is not in its registry, which has other tags of it. 1.2.3 and v1.2.2 are there, v1.2.3 is not: set the input image-version to the tag that was pushed.',
  ],
] as const)('near tags %j', async (nearTags, words) => {
  const [image] = await imagesIn();
  const problem = image && missingImageProblem(image, nearTags);
  expect(problem?.code).toBe('missing-image');
  expect(problem && problemText(problem)).toBe(
    `containers[0].imageAddress: Image hub.example/acme/web:v1.2.3 ${words} If this is a cache in front of a registry, it may not have reached that one: check-image is not for caches.`,
  );
});

test('an image that BEC can’t pull is a warning on its line', async () => {
  const [image] = await imagesIn();
  expect(image && privateImageProblem(image)).toMatchObject({
    code: 'private-image',
    severity: 'warning',
    path: 'containers[0].imageAddress',
    message:
      'Image hub.example/acme/web can only be pulled with a login, and the spec has no imageRegistrySecrets. Create a registry secret in the BEC console, and name it there.',
  });
});

test('a version that holds a secret is not compared with the tags that are there', () => {
  const image = {
    container: '"web"',
    replaced: undefined,
    imageAddress: 'nginx',
    imageVersion: 's3cret-v1',
    printableAddress: 'nginx',
    printableVersion: '***-v1',
    secretPart: 'more' as const,
    path: 'containers[0].imageAddress',
    range: { start: 0, end: 1 },
  };
  const { message } = missingImageProblem(image, ['s3cret-v2']);
  expect(message).toMatch(
    /^Image nginx:\*\*\*-v1 is not in its registry, which has other tags of it\. Push it/,
  );
});
