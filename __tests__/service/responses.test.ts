import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { imagePull, running } from '../../local-bec/rollouts.ts';
import { playRollout } from '../../testing/session.ts';

/** What a response may hold, with the fields that are read more often than others. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, '', 's-1', 'RUNNING', 'FAILED', 'DELETING', 'shop', 'other'),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.double(),
    fc.bigInt({ min: 0n, max: 2n ** 70n }).map(Number),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('fields'),
  ),
  fields: fc.dictionary(
    fc.constantFrom(
      ...['result', 'details', 'serviceId', 'serviceName', 'status', 'totalPods', 'runningPods'],
      ...['deployInstances', 'regionId', 'podId', 'podName', 'containerStatuses', 'state'],
      ...[
        'podEventDetails',
        'createTime',
        'tagsMap',
        'totalCount',
        'publicIp',
        '__proto__',
        'code',
      ],
    ),
    tie('any'),
    { maxKeys: 6 },
  ),
})).any;

const fault = fc.record({
  kind: fc.constant('response' as const),
  on: fc.constantFrom('detail', 'detail', 'pods', 'pod', 'list'),
  status: fc.constantFrom(200, 200, 200, 204, 404, 409),
  body: value,
}) satisfies fc.Arbitrary<Fault>;

test('for every response after the create, the end says what exists, and nothing else is deleted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      async (faults, isBroken) => {
        const played = await playRollout({
          server: { rollout: isBroken ? imagePull(5000) : running(5000) },
          faults,
          options: { onFailure: 'delete', timeoutMs: 20_000 },
        });
        const { error, serviceId, bec } = played;
        expect(error).not.toContain('fault in bec-create');
        if (error === '') expect(played.seen.at(-1)?.serviceId).toBe(serviceId);
        else expect(error).toContain(`(${serviceId}) was created`);
        const deletes = bec.requests.filter(({ operation }) => operation === 'delete');
        for (const { path } of deletes) expect(path).toBe(`/v1/service/${serviceId}`);
        const isDeleted = bec.services[0]?.deletedAt !== undefined;
        if (error.includes('It was deleted')) expect(isDeleted).toBe(true);
        if (error.includes('still exists')) expect(isDeleted).toBe(false);
      },
    ),
    { numRuns: 100 },
  );
});

test.each(['detail', 'pods', 'pod', 'list'] as const)(
  'a response for %s that is nested 5,000 deep is not a bug',
  async (on) => {
    const body = `{"result":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const played = await playRollout({
      server: { rollout: on === 'pod' ? imagePull(5000) : running(5000) },
      faults: [{ kind: 'response', on, status: 200, body, times: 3 }],
      options: { timeoutMs: 60_000 },
    });
    expect(played.error).not.toContain('fault in bec-create');
    expect(played.error === '' || played.error.includes('was created, but it is FAILED')).toBe(
      true,
    );
  },
);
