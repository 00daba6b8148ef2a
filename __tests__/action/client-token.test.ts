import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientTokenOf, parseClientToken, parseMatrix } from '../../src/action/client-token.ts';
import type { Run } from '../../src/context.ts';
import { tagRun } from '../../testing/spec.ts';

function tokenOf(changes: Partial<Run> = {}, matrix = '', serviceName = 'web'): string {
  return clientTokenOf({ run: { ...tagRun, ...changes }, matrix, serviceName }, 1);
}

describe('the token of a run', () => {
  test('is made of the run’s id and a digest', () => {
    expect(tokenOf()).toMatch(/^bec-9876543210-[0-9a-f]{32}$/);
  });

  test('is always the same: services are found by it', () => {
    expect(tokenOf()).toBe('bec-9876543210-08d745b4256029908cfc733b8d9d4fcb');
  });

  test.each<[string, Partial<Run>]>([
    ['the attempt', { runAttempt: '2' }],
    ['the commit', { sha: 'f'.repeat(40) }],
    ['the ref', { ref: 'refs/heads/main', refName: 'main', refType: 'branch' }],
    ['the event', { eventName: 'workflow_dispatch' }],
    ['the actor, who may re-run what another started', { actor: 'hubot' }],
    ['the name of the repository', { repository: 'octo-org/renamed' }],
    ['the machine', { workspace: '/elsewhere', temp: '/tmp/elsewhere' }],
  ])('does not change with %s', (_, changes) => {
    expect(tokenOf(changes)).toBe(tokenOf());
  });

  test('changes with the run, the job, the step, the matrix leg, the repository, the server and the service', () => {
    const tokens = [
      tokenOf(),
      tokenOf({ runId: '9876543211' }),
      tokenOf({ job: 'deploy-2' }),
      tokenOf({ step: '__org_bec-create_2' }),
      tokenOf({}, '{"region":"cn-shanghai-ct"}'),
      tokenOf({}, '{"region":"cn-langfang-ct"}'),
      tokenOf({ repositoryId: '987654321' }),
      tokenOf({ serverUrl: 'https://github.example.com' }),
      tokenOf({}, '', 'web2'),
      // The parts are kept apart: what leaves one does not just join the next.
      tokenOf({ job: 'deploy_', step: '_org_bec-create' }),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  test('changes with the generation', () => {
    const scope = { run: tagRun, matrix: '', serviceName: 'web' };
    const tokens = [1, 2, 3, 4, 5].map((generation) => clientTokenOf(scope, generation));
    expect(new Set(tokens).size).toBe(5);
    expect(tokens[0]).toBe(tokenOf());
    expect(tokens[1]).toBe('bec-9876543210-1ab56b4214d8d8177869dc3fc1e53fc8');
  });

  test('is valid for the API, for all inputs', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (runId, job, serviceName) => {
          const token = tokenOf({ runId: String(runId), job }, '', serviceName);
          expect(parseClientToken(token)).toBe(token);
        },
      ),
    );
  });

  test.each([
    ['', 'not set'],
    ['12a', '"12a"'],
    ['-1', '"-1"'],
    ['1'.repeat(21), `"${'1'.repeat(21)}"`],
    ['１２', '"１２"'],
  ])('is not made from the run id %j', (runId, printedId) => {
    expect(() => tokenOf({ runId })).toThrow(
      `GITHUB_RUN_ID is ${printedId}, so no token can be made from it. Set the input client-token.`,
    );
  });
});

describe('a matrix', () => {
  test.each(['', ' \n', 'null', '{}'])('%j is none', (json) => {
    expect(parseMatrix(json)).toBe('');
  });

  test('is the same however its keys are ordered and its JSON is laid out', () => {
    const legs = [
      '{"region":"a","size":{"cpu":1,"memory":2},"list":[{"x":1,"y":2}]}',
      '{\n  "size": {"memory": 2, "cpu": 1},\n  "list": [{"y": 2, "x": 1}],\n  "region": "a"\n}',
    ];
    expect(new Set(legs.map(parseMatrix)).size).toBe(1);
  });

  test('differs in its values, their types and their order in a list', () => {
    const legs = ['{"a":1}', '{"a":"1"}', '{"b":1}', '{"a":[1,2]}', '{"a":[2,1]}', '{"a":null}'];
    expect(new Set(legs.map(parseMatrix)).size).toBe(legs.length);
  });

  test('that is not JSON is refused', () => {
    expect(() => parseMatrix('a: 1')).toThrow(
      'Input matrix is "a: 1", which is not JSON. It is for the action\'s own use: leave it out.',
    );
  });
});

describe('a token that is given', () => {
  test.each(['a', 'my token', 'x'.repeat(64), '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'])(
    '%s is taken',
    (token) => {
      expect(parseClientToken(token)).toBe(token);
    },
  );

  test.each([
    ['', '"" (0 characters)'],
    ['x'.repeat(65), `"${'x'.repeat(65)}" (65 characters)`],
    ['a\n', '"a\\n" (2 characters)'],
    ['tökén', '"tökén" (5 characters)'],
    ['a\u007f', '"a\\u007f" (2 characters)'],
  ])('%j is refused', (token, quotedToken) => {
    expect(() => parseClientToken(token)).toThrow(
      `Input client-token is ${quotedToken}; it must be 1 to 64 printable ASCII characters.`,
    );
  });
});
