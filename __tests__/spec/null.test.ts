import { describe, expect, test } from 'vitest';
import { bodyOf, findingsIn } from '../../testing/spec.ts';

const required = `serviceName: web
containerGroupName: web
deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 1
`;

function yamlWith(field: string): string {
  return `${required}containers:\n  - name: web\n    imageAddress: nginx\n    cpu: 1\n    memory: 2\n    ${field}\n`;
}

/** With a comma after the last entry if it is not plain JSON. */
function jsonWith(field: string, isPlain: boolean): string {
  return `{"serviceName": "web", "containerGroupName": "web",
"deployInstances": [{"regionId": "cn-shanghai-ct", "replicas": 1}],
"containers": [{"name": "web", "imageAddress": "nginx", "cpu": 1, "memory": 2, ${field}}]${isPlain ? '' : ','}}`;
}

const container = { name: 'web', imageAddress: 'nginx', cpu: 1, memory: 2, imageVersion: 'v1.2.3' };

describe.each(['', 'null', 'Null', 'NULL', '~'])('the value %j', (nothing) => {
  test.each(['imageVersion', 'workingDir', 'gpu', 'args', 'ports'])(
    'of %s is absent',
    async (key) => {
      const { containers } = await bodyOf(yamlWith(`${key}: ${nothing}`));
      expect(containers).toEqual([container]);
    },
  );

  test('of a required key is an error', async () => {
    const spec = yamlWith('').replace('serviceName: web', `serviceName: ${nothing}`);
    expect(await findingsIn(spec)).toEqual(['error 1:1 empty-key serviceName']);
  });

  test('in a list is an error', async () => {
    expect(await findingsIn(yamlWith(`args:\n      - a\n      - ${nothing}`))).toEqual([
      expect.stringMatching(/^error 13:\d+ null-item containers\[0\]\.args\[1\]$/),
    ]);
  });
});

describe.each([true, false])('in JSON, plain: %s,', (isPlain) => {
  test.each(['imageVersion', 'workingDir', 'gpu', 'args', 'ports'])(
    'null for %s is absent',
    async (key) => {
      const { containers } = await bodyOf(jsonWith(`"${key}": null`, isPlain));
      expect(containers).toEqual([container]);
    },
  );

  test('null in a list is an error', async () => {
    expect(await findingsIn(jsonWith('"args": ["a", null]', isPlain))).toEqual([
      'error 3:94 null-item containers[0].args[1]',
    ]);
  });
});

test.each(['"null"', "'~'"])('%s in quotes is text', async (text) => {
  const { containers } = await bodyOf(yamlWith(`workingDir: ${text}`));
  expect(containers).toEqual([{ ...container, workingDir: text.slice(1, -1) }]);
});

test('a placeholder that stands for "null" is text', async () => {
  const environment = { DIR: 'null' };
  const { containers } = await bodyOf(yamlWith('workingDir: ${{ env.DIR }}'), { environment });
  expect(containers).toEqual([{ ...container, workingDir: 'null' }]);
});
