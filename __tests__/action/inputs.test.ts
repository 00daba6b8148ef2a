import { describe, expect, test } from 'vitest';
import { inputNames as deleteInputNames } from '../../delete/inputs.ts';
import { inputReader, nearInput } from '../../src/action/input-reader.ts';
import { inputNames, parseInputs } from '../../src/action/inputs.ts';

/** What reads the input `x`, of which the runner hands in this text. */
function readerOf(text: string) {
  return inputReader({ INPUT_X: text }, ['x']);
}

describe('a boolean', () => {
  test.each(['true', 'True', 'TRUE', ' true\n'])('%j is true', (text) => {
    expect(readerOf(text).boolean('x')).toBe(true);
  });

  test.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(readerOf(text).boolean('x')).toBe(false);
  });

  test.each(['yes', 'no', 'on', '1', '0', 'tRUE', 'true\nfalse', 'truefalse', 'null'])(
    '%j is neither',
    (text) => {
      expect(() => readerOf(text).boolean('x')).toThrow(
        `Input x is ${JSON.stringify(text)}; it must be true or false.`,
      );
    },
  );

  test('an empty one says to leave it out', () => {
    expect(() => readerOf('').boolean('x')).toThrow(
      'Input x is empty. Set it to true or false, or leave it out.',
    );
  });
});

describe('a version or token', () => {
  test.each([
    ...[
      '$GITHUB_RUN_ID',
      '${GITHUB_SHA}',
      '$env:GITHUB_SHA',
      '$(git describe --tags)',
      'v1-$SUFFIX',
    ],
    ...[
      '%GITHUB_SHA%',
      '`git describe`',
      '{{ github.sha }}',
      '$ {{ github.sha }}',
      '${{github.sha}}',
    ],
  ])('that was to be expanded is refused: %s', (text) => {
    expect(() => readerOf(text).expanded('x')).toThrow(
      `Input x is "${text}", and no shell expands inputs. Write an expression, such as \${{ github.sha }}, or \${{ steps.ID.outputs.NAME }} for the output of an earlier step.`,
    );
  });

  test.each([
    'v1.2.3',
    '$5',
    '100%',
    '50%-60%',
    '{x}',
    'a`b',
    '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ])('may be %s', (text) => {
    expect(readerOf(text).expanded('x')).toBe(text);
  });
});

describe('an unknown input', () => {
  test.each([
    ['DRY_RUN', 'dry-run'],
    ['dry_run', 'dry-run'],
    ['DRYRUN', 'dry-run'],
    ['DRY RUN', 'dry-run'],
    ['DYR-RUN', 'dry-run'],
    ['DRY-RUNS', 'dry-run'],
    ['IMAGE_VERSION', 'image-version'],
    ['IMAGE-VERSIONS', 'image-version'],
    ['ON-FALURE', 'on-failure'],
    ['WAIT_TIMOUT', 'wait-timeout'],
    ['ENDPOINTS', 'endpoint'],
    ['WIAT', 'wait'],
    ['SEPC', 'spec'],
    ['ACCESS-KEYID', 'access-key-id'],
  ])('%s is refused, and the near name is suggested', (name, near) => {
    const variable = `INPUT_${name}`;
    expect(() => parseInputs({ [variable]: 'true' })).toThrow(
      `Unknown input ${JSON.stringify(name.toLowerCase())}; did you mean ${near}? Nothing was sent. If this step's with doesn't set it, "${variable}" comes from the env of the step, job or workflow, or is the input of an action around this step: rename it there.`,
    );
  });

  test.each(['FOO', 'VERSION', 'TIMEOUT', 'CONTAINER', 'FAILURE', 'NAME', 'X'.repeat(100_000)])(
    'INPUT_%s is far from all names, and may come from elsewhere',
    (variable) => {
      expect(() => parseInputs({ [`INPUT_${variable}`]: 'true' })).toThrow(
        'Input dry-run is empty.',
      );
    },
  );

  test('that has the value of the input with the near name is no slip', () => {
    const wrapped = { INPUT_IMAGE_VERSION: 'v1\n', 'INPUT_IMAGE-VERSION': 'v1' };
    expect(() => inputReader(wrapped, inputNames)).not.toThrow();
    expect(() => inputReader({ ...wrapped, INPUT_IMAGE_VERSION: 'v2' }, inputNames)).toThrow(
      'did you mean image-version?',
    );
  });

  test.each([
    ['service-ids', 'service-id'],
    ['serviceid', 'service-id'],
    ['sevrice-name', 'service-name'],
    ['all-name', 'all-named'],
  ])('of the action that deletes is refused: %s', (given, near) => {
    expect(nearInput(given, deleteInputNames)).toBe(near);
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
      return isKnown ? undefined : nearInput(given, known);
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
  expect(readerOf(text).list('x')).toEqual(entries);
});

describe('a duration', () => {
  test.each([
    ['1s', 1000],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['6h', 21_600_000],
    ['21600s', 21_600_000],
  ])('%s is %i ms', (text, durationMs) => {
    expect(readerOf(text).durationMs('x')).toBe(durationMs);
  });

  test.each(
    ['', '10', '0s', '00s', '010m', '-1s', '+1s', '1.5h', '1e3s', '10 m', '10M', '10min'].concat([
      '1h30m',
      '7h',
      '361m',
      '21601s',
      '9999999s',
      '٣s',
      'm',
      'forever',
    ]),
  )('%j is none', (text) => {
    expect(() => readerOf(text).durationMs('x')).toThrow(
      `Input x is "${text}"; it must be a whole number with one unit (s, m or h), from 1s to 6h.`,
    );
  });
});

test.each(['1', '999999'])('%s is a count', (text) => {
  expect(readerOf(text).count('x')).toBe(Number(text));
});

test.each(['', '0', '-1', '1.5', '1000000', 'all'])('%j is no count', (text) => {
  expect(() => readerOf(text).count('x')).toThrow(
    `Input x is "${text}"; it must be a whole number of at least 1.`,
  );
});
