import { describe, expect, test } from 'vitest';
import { credentialTexts, parseCredentials } from '../../src/action/credentials.ts';
import { UserError } from '../../src/errors.ts';

const inputs = {
  'INPUT_ACCESS-KEY-ID': 'input-id',
  'INPUT_SECRET-ACCESS-KEY': 'input-secret',
  'INPUT_SESSION-TOKEN': 'input-token',
} as const;
const bce = {
  BCE_ACCESS_KEY_ID: 'bce-id',
  BCE_SECRET_ACCESS_KEY: 'bce-secret',
  BCE_SECURITY_TOKEN: 'bce-token',
} as const;
const baiducloud = {
  BAIDUCLOUD_ACCESS_KEY: 'baiducloud-id',
  BAIDUCLOUD_SECRET_KEY: 'baiducloud-secret',
  BAIDUCLOUD_SESSION_TOKEN: 'baiducloud-token',
} as const;
/** What the runner sets if the step has no `with`. */
const noInputs = {
  'INPUT_ACCESS-KEY-ID': '',
  'INPUT_SECRET-ACCESS-KEY': '',
  'INPUT_SESSION-TOKEN': '',
} as const;
const forkHint =
  'Pull requests from forks get no secrets: use dry-run: true for them, which needs no credentials.';

describe('the first place that has any is taken', () => {
  test.each([
    ['the inputs', { ...inputs, ...bce, ...baiducloud }, 'input'],
    ['BCE_*', { ...noInputs, ...bce, ...baiducloud }, 'bce'],
    ['BAIDUCLOUD_*', { ...noInputs, ...baiducloud }, 'baiducloud'],
  ])('%s', (_, environment, prefix) => {
    expect(parseCredentials(environment)).toEqual({
      accessKeyId: `${prefix}-id`,
      secretAccessKey: `${prefix}-secret`,
      sessionToken: `${prefix}-token`,
    });
  });

  test('a session token of another place is not taken along', () => {
    const environment = { ...baiducloud, ...bce, BCE_SECURITY_TOKEN: '' };
    expect(parseCredentials(environment)).toEqual({
      accessKeyId: 'bce-id',
      secretAccessKey: 'bce-secret',
    });
  });

  test('white space around a key, as copying leaves it, is left out', () => {
    const environment = { BCE_ACCESS_KEY_ID: ' id\n', BCE_SECRET_ACCESS_KEY: '\tsecret\r\n' };
    expect(parseCredentials(environment)).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
  });
});

describe('what is not enough', () => {
  test.each([
    ['nothing', {}],
    ['empty inputs', noInputs],
    ['white space', { ...noInputs, BCE_ACCESS_KEY_ID: ' \n' }],
  ])('%s', (_, environment) => {
    expect(() => parseCredentials(environment)).toThrow(
      `There are no credentials. Set the inputs access-key-id and secret-access-key from secrets, or BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in env. ${forkHint}`,
    );
  });

  test.each([
    [
      { 'INPUT_ACCESS-KEY-ID': 'id', BCE_SECRET_ACCESS_KEY: 'secret' },
      'input access-key-id is set, but input secret-access-key is empty',
    ],
    [
      { ...bce, BCE_ACCESS_KEY_ID: '' },
      'BCE_SECRET_ACCESS_KEY and BCE_SECURITY_TOKEN are set, but BCE_ACCESS_KEY_ID is empty',
    ],
    [
      { ...baiducloud, 'INPUT_SESSION-TOKEN': 'token' },
      'input session-token is set, but input access-key-id and input secret-access-key are empty',
    ],
    [
      { BAIDUCLOUD_SECRET_KEY: 'secret' },
      'BAIDUCLOUD_SECRET_KEY is set, but BAIDUCLOUD_ACCESS_KEY is empty',
    ],
  ])('%j', (environment, what) => {
    expect(() => parseCredentials(environment)).toThrow(
      `The credentials are incomplete: ${what}. All parts come from one place: the inputs, BCE_*, or BAIDUCLOUD_*. ${forkHint}`,
    );
  });

  test.each([
    ['INPUT_ACCESS-KEY-ID', 'input access-key-id', 'my id'],
    ['INPUT_SECRET-ACCESS-KEY', 'input secret-access-key', 'first\nsecond'],
    ['INPUT_SESSION-TOKEN', 'input session-token', 'tökén'],
  ])('%s with what no key has', (variable, name, value) => {
    expect(() => parseCredentials({ ...inputs, [variable]: value })).toThrow(
      new UserError(
        `${name} contains a space, a line break or a non-ASCII character, which no key has. Copy it again.`,
      ),
    );
  });
});

test('all that may be secret is to be masked, used or not, as it is and without white space', () => {
  const environment = { ...inputs, ...bce, ...baiducloud, BCE_ACCESS_KEY_ID: ' id\n', HOME: '/' };
  expect(new Set(credentialTexts(environment))).toEqual(
    new Set([
      ...Object.values(inputs),
      ...Object.values(baiducloud),
      ...[' id\n', 'id', 'bce-secret', 'bce-token'],
    ]),
  );
  expect(credentialTexts({ ...noInputs, BCE_ACCESS_KEY_ID: ' ' })).toEqual([]);
});
