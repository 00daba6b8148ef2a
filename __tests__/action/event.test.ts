import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deletedRefIn, readPayload, readRun } from '../../src/action/event.ts';
import type { Fields } from '../../src/json.ts';
import { tagRun } from '../../testing/spec.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

const push = { ...tagRun, eventName: 'push', sha: 'a'.repeat(40), ref: 'refs/heads/main' };
const zeros = '0'.repeat(40);

describe('a push', () => {
  test.each<[string, Fields]>([
    ['with the flag', { deleted: true, ref: 'refs/tags/v1' }],
    ['to no commit', { after: zeros, ref: 'refs/tags/v1' }],
    ['to no commit, in SHA-256', { after: '0'.repeat(64), ref: 'refs/tags/v1' }],
  ])('%s deletes its ref', (_, payload) => {
    expect(deletedRefIn(push, payload)).toBe('refs/tags/v1');
  });

  test('whose GITHUB_SHA is not a commit deletes its ref', () => {
    expect(deletedRefIn({ ...push, sha: zeros }, {})).toBe('refs/heads/main');
  });

  test.each<Fields>([
    {},
    { deleted: false, after: 'b'.repeat(40), before: zeros },
    { deleted: 'no', ref: 7 },
    { after: null },
  ])('with %j deletes nothing', (payload) => {
    expect(deletedRefIn(push, payload)).toBeUndefined();
  });
});

test('another event deletes nothing, with any payload', () => {
  const event = { ...push, eventName: 'repository_dispatch' };
  expect(deletedRefIn(event, { deleted: true, action: 'deploy' })).toBeUndefined();
});

describe('the file of the payload', () => {
  function readFrom(eventPath: string): Fields {
    return readPayload({ ...tagRun, eventPath });
  }

  test('is read', () => {
    using folder = makeWorkspace({ 'event.json': '{"deleted": true, "ref": "refs/tags/v1"}' });
    expect(readFrom(join(folder.path, 'event.json'))).toEqual({
      deleted: true,
      ref: 'refs/tags/v1',
    });
  });

  test.each([
    ['empty', ''],
    ['cut off', '{"deleted": true'],
    ['a list', '[{"deleted": true}]'],
    ['null', 'null'],
    ['deeply nested', '['.repeat(1_000_000)],
    ['too large', `{"deleted": true, "x": "${'x'.repeat(32 * 1024 ** 2)}"}`],
  ])('may be %s', (_, text) => {
    using folder = makeWorkspace({ 'event.json': text });
    expect(readFrom(join(folder.path, 'event.json'))).toEqual({});
  });

  test('may be missing, a folder or unset', () => {
    using folder = makeWorkspace({});
    mkdirSync(join(folder.path, 'folder'));
    for (const path of ['', join(folder.path, 'missing'), join(folder.path, 'folder')]) {
      expect(readFrom(path)).toEqual({});
    }
  });
});

describe('a ref that the runner does not give', () => {
  test.each<[string, Fields, string, string]>([
    ['release', { release: { tag_name: 'v9' } }, 'v9', 'tag'],
    ['create', { ref: 'v9', ref_type: 'tag' }, 'v9', 'tag'],
    ['create', { ref: 'feature/x', ref_type: 'branch' }, 'feature/x', 'branch'],
    ['push', { ref: 'refs/tags/v9' }, 'v9', 'tag'],
    ['push', { ref: 'refs/heads/main' }, 'main', 'branch'],
    ['workflow_dispatch', { ref: 'refs/tags/v9' }, 'v9', 'tag'],
    ['release', { release: null }, '', ''],
    ['create', { ref_type: 'tag' }, '', ''],
    ['schedule', { ref: 'refs/tags/v9' }, '', ''],
  ])('comes from the payload: %s %j', (name, payload, refName, refType) => {
    using folder = makeWorkspace({ 'event.json': JSON.stringify(payload) });
    const environment = {
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: join(folder.path, 'event.json'),
    };
    expect(readRun(environment)).toMatchObject({ refName, refType });
    expect(readRun({ ...environment, GITHUB_REF: 'refs/heads/main' })).toMatchObject({
      refName: 'main',
      refType: 'branch',
    });
  });
});
