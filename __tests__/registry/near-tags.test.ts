import { describe, expect, test } from 'vitest';
import { nearTags } from '../../src/registry/near-tags.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';

describe('the tags near a version', () => {
  test.each([
    ['v1.2.3', ['0.9.0', '1.2.3', 'latest'], ['1.2.3']],
    ['1.2.3', ['v1.2.3', '1.2.2', '9.9.9'], ['v1.2.3', '1.2.2']],
    ['V1.2.3-RC1', ['v1.2.3-rc1'], ['v1.2.3-rc1']],
    ['Stable', ['stable', 'stale'], ['stable', 'stale']],
    [sha, ['0123456', 'sha-0123456', '1234567', '012345'], ['0123456', 'sha-0123456']],
    [
      'v10.20.30',
      ['v10.2.30', 'v10.20.3', 'v1.20.30', 'v10.20.31', 'v20.20.30'],
      ['v10.2.30', 'v10.20.3', 'v1.20.30'],
    ],
    ['v1', ['v2', 'v3', '1'], ['1']],
    ['x', ['y', 'z'], []],
    ['v1.2.3', [], []],
    ['vendor', ['endor'], ['endor']],
  ])('of %s among %j are %j', (version, tags, expected) => {
    expect(nearTags(version, tags)).toEqual(expected);
  });
});
