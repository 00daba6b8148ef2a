import { describe, expect, test } from 'vitest';
import {
  credentialTexts,
  parseCredentials,
  unusedTokenWarnings,
} from '../../src/action/credentials.ts';
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
const undefinedHint =
  "If they are set from secrets, check that the secrets are defined in this repository, or in the environment that the job's environment names.";
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
      `There are no credentials. The inputs access-key-id and secret-access-key are empty, and so are BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in env. ${undefinedHint} ${forkHint}`,
    );
  });

  test.each([
    [
      { 'INPUT_ACCESS-KEY-ID': 'id', BCE_SECRET_ACCESS_KEY: 'secret' },
      'input access-key-id, but not input secret-access-key',
    ],
    [
      { ...bce, BCE_ACCESS_KEY_ID: '' },
      'BCE_SECRET_ACCESS_KEY and BCE_SECURITY_TOKEN, but not BCE_ACCESS_KEY_ID',
    ],
    [
      { ...baiducloud, 'INPUT_SESSION-TOKEN': 'token' },
      'input session-token, but not input access-key-id or input secret-access-key',
    ],
    [{ BAIDUCLOUD_SECRET_KEY: 'secret' }, 'BAIDUCLOUD_SECRET_KEY, but not BAIDUCLOUD_ACCESS_KEY'],
  ])('%j', (environment, what) => {
    expect(() => parseCredentials(environment)).toThrow(
      `The credentials are incomplete: they have ${what}. All parts must come from one source: the inputs, BCE_*, or BAIDUCLOUD_*. ${undefinedHint} ${forkHint}`,
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

test('all that may be secret is to be masked, used or not', () => {
  const environment = { ...inputs, ...bce, ...baiducloud, BCE_ACCESS_KEY_ID: ' id\n', HOME: '/' };
  expect(new Set(credentialTexts(environment))).toEqual(
    new Set([
      ...Object.values(inputs),
      ...Object.values(baiducloud),
      ...['id', 'bce-secret', 'bce-token'],
    ]),
  );
  expect(credentialTexts({ ...noInputs, BCE_ACCESS_KEY_ID: ' ' })).toEqual([]);
});

describe('a session token that is not sent', () => {
  const pair = { 'INPUT_ACCESS-KEY-ID': 'input-id', 'INPUT_SECRET-ACCESS-KEY': 'input-secret' };

  test.each([
    [{ ...pair, BCE_SECURITY_TOKEN: 'token' }, 'BCE_SECURITY_TOKEN', 'input session-token'],
    [
      { ...pair, ...bce, BCE_ACCESS_KEY_ID: 'input-id' },
      'BCE_SECURITY_TOKEN',
      'input session-token',
    ],
    [
      { ...bce, BCE_SECURITY_TOKEN: '', BAIDUCLOUD_SESSION_TOKEN: 'token' },
      'BAIDUCLOUD_SESSION_TOKEN',
      'BCE_SECURITY_TOKEN',
    ],
  ])('is named: %j', (environment, unused, missing) => {
    expect(unusedTokenWarnings(environment)).toEqual([
      `${unused} is not sent, since the keys come from another source. If they are temporary keys, set ${missing} to it.`,
    ]);
  });

  test.each([[{}], [pair], [inputs], [{ ...pair, ...bce }], [{ ...inputs, ...baiducloud }]])(
    'is none in %j',
    (environment) => {
      expect(unusedTokenWarnings(environment)).toEqual([]);
    },
  );
});
