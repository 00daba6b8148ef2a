import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { imagePull } from '../../local-bec/rollouts.ts';
import { playRollout, type Played } from '../../testing/session.ts';

function response(status: number, code: string): Fault {
  return { kind: 'response', on: 'pod', status, body: { code, message: 'No.' } };
}

async function play(faults: readonly Fault[]): Promise<Played> {
  return await playRollout({ server: { rollout: imagePull(0) }, faults });
}

function linesIn({ groups, serviceId }: Played): readonly string[] {
  return groups.get(`Why ${serviceId} is not running`) ?? [];
}

describe('pods whose details can’t be read', () => {
  test('the first is gone: it is listed, and the second is explained', async () => {
    const played = await play([response(404, 'NoSuchObject')]);
    const pods = linesIn(played).filter((line) => line.startsWith('pod '));
    expect(pods).toEqual([
      expect.stringMatching(/^pod \S+-0 · cn-shanghai-ct · PENDING$/),
      expect.stringMatching(/^pod \S+-1 · cn-shanghai-ct · PENDING$/),
    ]);
    expect(played.error).toContain(
      "1 of 2 failing pods: the image registry.example/shop can't be pulled",
    );
    expect(played.log.join('\n')).toMatch(
      /^A pod's details can't be read: GET \/v1\/pod\/.*HTTP 404/m,
    );
  });

  test.each([
    [403, 'AccessDenied'],
    [500, 'InternalError'],
  ])(
    'HTTP %i for all of them: they are listed, and only one is asked for',
    async (status, code) => {
      const played = await play(Array.from({ length: 20 }, () => response(status, code)));
      expect(linesIn(played).filter((line) => line.endsWith(' · PENDING'))).toHaveLength(2);
      expect(played.log.at(-1)).toContain(`HTTP ${status} ${code}`);
      const asked = played.bec.requests
        .map(({ path }) => path)
        .filter((path) => path.includes('pod/'));
      expect(new Set(asked).size).toBe(1);
    },
  );
});
