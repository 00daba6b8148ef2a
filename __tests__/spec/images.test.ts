import { expect, test } from 'vitest';
import { missingImageProblem, positionOf, problemText, resolveSpec } from '../../src/spec/spec.ts';
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
    'is not in its registry. Push it before this step, or set the input image-version to the tag that was pushed.',
  ],
  [
    ['1.2.3'],
    'is not in its registry. 1.2.3 is there, v1.2.3 is not: set the input image-version to the tag that was pushed.',
  ],
  [
    ['1.2.3', 'v1.2.2'],
    'is not in its registry. 1.2.3 and v1.2.2 are there, v1.2.3 is not: set the input image-version to the tag that was pushed.',
  ],
] as const)('near tags %j', async (nearTags, words) => {
  const [image] = await imagesIn();
  const problem = image && missingImageProblem(image, nearTags);
  expect(problem?.code).toBe('missing-image');
  expect(problem && problemText(problem)).toBe(
    `containers[0].imageAddress: Image hub.example/acme/web:v1.2.3 ${words}`,
  );
});

test('a version that holds a secret is not compared with the tags that are there', () => {
  const image = {
    imageAddress: 'nginx',
    imageVersion: 's3cret-v1',
    printableAddress: 'nginx',
    printableVersion: '***-v1',
    path: 'containers[0].imageAddress',
    range: { start: 0, end: 1 },
  };
  const { message } = missingImageProblem(image, ['s3cret-v2']);
  expect(message).toMatch(/^Image nginx:\*\*\*-v1 is not in its registry\. Push it/);
});
