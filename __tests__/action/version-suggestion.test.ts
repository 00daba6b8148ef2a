import { expect, test } from 'vitest';
import { versionAdvice } from '../../src/action/version-suggestion.ts';
import { isImageTag } from '../../src/image-tag.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['refs/tags/v1.0', 'v1.0'],
  ['refs/tags/release/1.0', 'release-1.0'],
  ['refs/heads/main', 'main'],
  ['refs/heads/Feature/X', 'Feature-X'],
  ['heads/main', 'main'],
  ['tags/v1.0', 'v1.0'],
  ['refs/pull/7/merge', 'pr-7'],
  ['hub.baidubce.com/acme/web:v1.0', 'v1.0'],
  ['https://hub.baidubce.com/acme/web:v1.0', 'v1.0'],
  ['docker://ghcr.io/Octo/Web:latest', 'latest'],
  [`hub.baidubce.com/acme/web:v1.0@${digest}`, 'v1.0'],
  ['localhost:5000/web:edge', 'edge'],
  ['acme/web:edge', 'edge'],
  ['web:1.0', '1.0'],
  [`v1.0@${digest}`, 'v1.0'],
  [':v1.0', 'v1.0'],
  ['v1.0\n', 'v1.0'],
  [' v1.0 ', 'v1.0'],
  ['"v1.0"', 'v1.0'],
  ["'v1.0'", 'v1.0'],
  ['v1.0+build.5', 'v1.0-build.5'],
  ['V1.0+Build.5', 'V1.0-Build.5'],
  ['release/1.0', 'release-1.0'],
  ['.hidden', 'hidden'],
  ['-x', 'x'],
  ['v1.0?', 'v1.0'],
  ['v1.0@', 'v1.0'],
  ['v1.0-?', 'v1.0'],
  ['v1.0 ?', 'v1.0'],
  ['refs/tags/v1.0?', 'v1.0'],
  ['refs/remotes/origin/main', 'main'],
  ['refs/heads/dependabot/npm/@types/node-22', 'dependabot-npm-types-node-22'],
  ['v1.0...!', 'v1.0'],
])('%j: did you mean %j?', (value, version) => {
  expect(isImageTag(value)).toBe(false);
  expect(versionAdvice(value, [])).toBe(`Did you mean "${version}"?`);
});

test.each([
  'hub.example/web:v1\nhub.example/web:latest',
  'v1.0,latest',
  'v1.0, latest',
  'v1.0 latest',
  'v1.0;latest',
  '["v1.0","latest"]',
  'type=raw,value=v1.0',
])('%j contains several values', (value) => {
  expect(versionAdvice(value, [])).toMatch(/^It contains several values\. .*outputs\.version/);
});

test.each([
  '$GITHUB_REF_NAME',
  '${GITHUB_SHA}',
  '${{github.sha}}',
  'v1.0 $SUFFIX',
  '$env:GITHUB_SHA',
  '%GITHUB_SHA%',
])('%j is a variable that nobody expands', (value) => {
  expect(versionAdvice(value, [])).toMatch(/^The runner does not expand shell variables/);
});

test.each([
  '`git describe`',
  '$(git describe --tags)',
  'v$(date +%Y, %m)',
  'sha-`git rev-parse HEAD`',
])('%j is a command that nobody runs', (value) => {
  expect(versionAdvice(value, [])).toMatch(
    /^The runner does not run shell commands in inputs\. .* \$\{\{ steps\.version\.outputs\.tag \}\}\.$/,
  );
});

test.each([digest, `web@${digest}`, `hub.example/web@${digest}`])('%s is a digest', (value) => {
  expect(versionAdvice(value, [])).toMatch(/^BEC selects an image by its tag/);
});

test.each(['hub.baidubce.com/acme/web', 'localhost:5000/web'])('%s has no version', (value) => {
  expect(versionAdvice(value, [])).toMatch(/^It is the address of an image, without a version/);
});

test.each([
  ['refs/tags/v1.2.3', 'refs/tags/v1.2.3', 'v1.2.3', 'v1.2.3'],
  ['refs/tags/release/1.0', 'refs/tags/release/1.0', 'release/1.0', 'release-1.0'],
  ['release/1.0', 'refs/tags/release/1.0', 'release/1.0', 'release-1.0'],
  ['refs/heads/main', 'refs/heads/main', 'main', 'main'],
  ['refs/heads/feature/x', 'refs/heads/feature/x', 'feature/x', 'feature-x'],
  ['feature/x', 'refs/heads/feature/x', 'feature/x', 'feature-x'],
  ['refs/heads/fix/#7', 'refs/heads/fix/#7', 'fix/#7', 'fix-7'],
  ['refs/pull/7/merge', 'refs/pull/7/merge', '7/merge', 'pr-7'],
  ['7/merge', 'refs/pull/7/merge', '7/merge', 'pr-7'],
  ['7/merge', 'refs/heads/7/merge', '7/merge', '7-merge'],
])('%s in a run for %s: did you mean the version of its image?', (value, ref, name, version) => {
  expect(versionAdvice(value, [ref, name])).toBe(`Did you mean "${version}"?`);
});

test('a name that is public is rewritten', () => {
  expect(versionAdvice('Fix/$HOME, maybe', ['Fix/$HOME, maybe'])).toBe(
    'Did you mean "Fix-HOME-maybe"?',
  );
});

test.each([
  'robot:Passw0rdXYZ',
  'robot:Passw0rdXYZ@reg.example/x',
  'https://robot:Passw0rdXYZ@reg.example/x',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'Passw0rdXYZ==',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln:nature+',
])('%s may be a secret, and no part of it is quoted', (value) => {
  expect(versionAdvice(value, [])).toBe('');
});

test.each([
  '日本',
  '',
  ':',
  '...',
  '/',
  'x'.repeat(129),
  'a/'.repeat(100_000),
  ' '.repeat(100_000),
])('there is nothing to suggest for value %#', (value) => {
  expect(versionAdvice(value, [])).toBe('');
});
