import { describe, expect, test } from 'vitest';
import { inputNames as deleteInputNames } from '../../delete/inputs.ts';
import { similarInput } from '../../src/action/input-names.ts';
import {
  inputNames,
  parseBoolean,
  parseDuration,
  parseInputs,
  parseList,
} from '../../src/action/inputs.ts';

describe('a boolean', () => {
  test.each(['true', 'True', 'TRUE'])('%s is true', (text) => {
    expect(parseBoolean('strict', text)).toBe(true);
  });

  test.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(parseBoolean('strict', text)).toBe(false);
  });

  test.each(['yes', 'no', 'on', '1', '0', 'tRUE', 'true ', 'true\n', 'truefalse', 'null'])(
    '%j is neither',
    (text) => {
      expect(() => parseBoolean('dry-run', text)).toThrow(
        `Input dry-run is ${JSON.stringify(text)}; it must be true or false.`,
      );
    },
  );
});

test('an empty boolean says to leave it out', () => {
  expect(() => parseBoolean('dry-run', '')).toThrow(
    'Input dry-run is empty. Set it to true or false, or leave it out.',
  );
});

describe('an unknown input', () => {
  test.each([
    ['DRY_RUN', 'dry-run'],
    ['DRYRUN', 'dry-run'],
    ['DRY RUN', 'dry-run'],
    ['IMAGE_VERSION', 'image-version'],
    ['IMAGE-VERSIONS', 'image-version'],
    ['IMAGEVERSION', 'image-version'],
    ['ON_FAILURE', 'on-failure'],
    ['ON-FALURE', 'on-failure'],
    ['WAIT_TIMEOUT', 'wait-timeout'],
    ['CONTAINER', 'containers'],
    ['ENDPOINTS', 'endpoint'],
    ['CLIENT_TOKEN', 'client-token'],
    ['WAITS', 'wait'],
    ['DYR-RUN', 'dry-run'],
    ['DRY-URN', 'dry-run'],
    ['DRY', 'dry-run'],
    ['IS-DRY-RUN', 'dry-run'],
    ['ISDRYRUN', 'dry-run'],
    ['DRY-RUN-ONLY', 'dry-run'],
    ['DRY-MODE', 'dry-run'],
    ['RUN-DRY', 'dry-run'],
    ['MY-DRY-RUN', 'dry-run'],
    ['WIAT', 'wait'],
    ['NO-WAIT', 'wait'],
    ['ON-FAIL', 'on-failure'],
    ['ON-FAILED', 'on-failure'],
    ['FAILURE', 'on-failure'],
    ['SEPC', 'spec'],
    ['SPEC-FILE', 'spec'],
    ['SPECPATH', 'spec'],
    ['SPEC-LOCATION', 'spec'],
    ['SHOULD-WAIT', 'wait'],
    ['IS-STRICT', 'strict'],
    ['WAIT-TIMEOUT-MINUTES', 'wait-timeout'],
    ['WAIT-TIME', 'wait-timeout'],
    ['TIMEOUT', 'wait-timeout'],
    ['TIMEOUT-MINUTES', 'wait-timeout'],
    ['IMAGE-VERSION-TAG', 'image-version'],
    ['BEC-ENDPOINT', 'endpoint'],
    ['ENDPOINT-URL', 'endpoint'],
    ['CONTAINER-NAMES', 'containers'],
    ['ACCESS-KEYID', 'access-key-id'],
  ])('%s is refused, and a similar name is suggested', (variable, name) => {
    expect(() => parseInputs({ [`INPUT_${variable}`]: 'true' })).toThrow(
      `Unknown input ${JSON.stringify(variable.toLowerCase())}; did you mean ${name}? Nothing was sent.`,
    );
  });

  test.each(['FOO', 'VERSION', 'NAME', 'X'.repeat(100_000)])(
    'INPUT_%s resembles none, and may come from elsewhere',
    (variable) => {
      expect(() => parseInputs({ [`INPUT_${variable}`]: 'true' })).toThrow(
        'Input dry-run is empty.',
      );
    },
  );
});

describe('an unknown input of the action that deletes', () => {
  test.each([
    ['service-ids', 'service-id'],
    ['serviceid', 'service-id'],
    ['sevrice-name', 'service-name'],
    ['all-name', 'all-named'],
    ['named', 'all-named'],
    ['with-disk', 'with-disks'],
    ['delete-with-disks', 'with-disks'],
    ['timeout', 'wait-timeout'],
    ['wait', 'wait-timeout'],
  ])('%s is refused, and %s is suggested', (given, name) => {
    expect(similarInput(given, deleteInputNames)).toBe(name);
  });
});

/** As their manifests name them. */
const inputsOfOthers = {
  'actions/checkout':
    'repository ref token ssh-key ssh-known-hosts ssh-strict ssh-user persist-credentials path clean filter sparse-checkout sparse-checkout-cone-mode fetch-depth fetch-tags show-progress lfs submodules set-safe-directory github-server-url',
  'actions/cache':
    'path key restore-keys upload-chunk-size enablecrossosarchive fail-on-cache-miss lookup-only save-always',
  'actions/upload-artifact and download-artifact':
    'name path if-no-files-found retention-days compression-level overwrite include-hidden-files artifact-ids pattern merge-multiple repository run-id digest-mismatch',
  'actions/setup-*':
    'node-version node-version-file architecture check-latest registry-url scope token cache cache-dependency-path package-manager-cache mirror mirror-token always-auth python-version allow-prereleases freethreaded pip-version update-environment go-version java-version java-package distribution jdkfile server-id gpg-passphrase job-status dotnet-version',
  'actions/github-script':
    'script debug user-agent previews result-encoding retries retry-exempt-status-codes base-url',
  'actions/attest': 'subject-path subject-digest subject-name push-to-registry show-summary',
  'actions/create-github-app-token':
    'app-id client-id private-key owner repositories skip-token-revoke github-api-url permission-contents',
  'docker/build-push-action':
    'add-hosts allow annotations attests build-args build-contexts builder cache-from cache-to call cgroup-parent context file labels load network no-cache no-cache-filters outputs platforms provenance pull push sbom secrets secret-envs secret-files shm-size ssh tags target ulimit',
  'docker/login-action': 'registry username password ecr scope logout registry-auth',
  'docker/metadata-action':
    'images flavor sep-tags sep-labels sep-annotations bake-target annotations labels tags',
  'aws-actions/configure-aws-credentials':
    'aws-region role-to-assume aws-access-key-id aws-secret-access-key aws-session-token web-identity-token-file role-chaining audience http-proxy no-proxy mask-aws-account-id role-duration-seconds role-external-id role-session-name role-skip-session-tagging transitive-tag-keys inline-session-policy managed-session-policies output-credentials output-env-credentials unset-current-credentials disable-retry retry-max-attempts special-characters-workaround use-existing-credentials allowed-account-ids force-skip-oidc action-timeout-s',
  'google-github-actions/auth and deploy-cloudrun':
    'project_id workload_identity_provider service_account credentials_json create_credentials_file export_environment_variables token_format delegates universe request_reason cleanup_credentials access_token_lifetime access_token_scopes access_token_subject id_token_audience id_token_include_email service image region suffix env_vars flags tag no_traffic metadata',
  'azure/login':
    'creds client-id tenant-id subscription-id environment allow-no-subscriptions audience',
  'amazon-ecs':
    'task-definition container-name environment-variables log-configuration cluster wait-for-service-stability wait-for-minutes desired-count force-new-deployment',
  'github/codeql-action': 'languages queries category wait-for-processing sha upload ram threads',
  'softprops/action-gh-release':
    'body body_path name tag_name draft prerelease files fail_on_unmatched_files make_latest generate_release_notes target_commitish',
  'no action in particular':
    'foo version image file-name input-name tag id description client session check run all on with args entrypoint shell command working-directory environment title verbose',
} as const;

test.each(Object.entries(inputsOfOthers))('the inputs of %s may pass', (_, text) => {
  const similar = text.split(' ').flatMap((given) =>
    [inputNames, deleteInputNames].map((known) => {
      const isKnown = known.some((name) => name === given);
      return isKnown ? undefined : similarInput(given, known);
    }),
  );
  expect(similar.filter((name) => name !== undefined)).toEqual([]);
});

test.each([
  ['', []],
  [' \n\n\t', []],
  ['web', ['web']],
  ['web\nproxy', ['web', 'proxy']],
  ['  web \r\n\r\n proxy\r', ['web', 'proxy']],
  ['a b, c', ['a b, c']],
])('the list %j is %j', (text, entries) => {
  expect(parseList(text)).toEqual(entries);
});

describe('a duration', () => {
  test.each([
    ['1s', 1000],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['6h', 21_600_000],
    ['360m', 21_600_000],
  ])('%s is %i ms', (text, durationMs) => {
    expect(parseDuration('wait-timeout', text)).toBe(durationMs);
  });

  test.each([
    '',
    '0s',
    '10',
    '10 m',
    '1.5h',
    '-1m',
    '1e3s',
    '10M',
    '1h30m',
    '7h',
    '361m',
    '999999h',
  ])('%j is none', (text) => {
    expect(() => parseDuration('wait-timeout', text)).toThrow(
      `Input wait-timeout is "${text}"; it must be a duration of at most 6h, such as 90s, 10m or 1h.`,
    );
  });
});
