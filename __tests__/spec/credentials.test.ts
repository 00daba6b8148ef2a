import { expect, test } from 'vitest';
import { looksLikeCredentials, mayHoldCredentials } from '../../src/spec/placeholder-values.ts';

test.each([
  ...['NPM_TOKEN', 'GITHUBTOKEN', 'dbPassword', 'API_KEY_PROD', 'PROD_DATABASE_URL', 'HTTPS_PROXY'],
  ...[
    'PGPASSWORD',
    'SSHPASS',
    'KUBECONFIG',
    'DOCKER_AUTH_CONFIG',
    'apiKey',
    'AWS_SECRET_ACCESS_KEY',
  ],
])('%s holds credentials by its name', (name) => {
  expect(mayHoldCredentials(name)).toBe(true);
});

test.each([
  ...['KEYCLOAK_URL', 'TOKENIZERS_PARALLELISM', 'KAFKA_KEY_SERDE', 'OAUTH_CALLBACK_URL', 'PATH'],
  ...[
    'REPLICAS',
    'COMPASS',
    'LOG_LEVEL',
    'AUTH_URL',
    'SECRET_NAME',
    'PASSENGERS',
    'KEY_COUNT',
    'PWD',
  ],
])('%s stays readable', (name) => {
  expect(mayHoldCredentials(name)).toBe(false);
});

test.each([
  ['https://user:password@db.example', true],
  ['postgres://:secret@db/app', true],
  ['-----BEGIN RSA PRIVATE KEY-----\nMII', true],
  [`ghp_${'a'.repeat(36)}`, true],
  [`eyJ${'a'.repeat(20)}.eyJ${'a'.repeat(20)}.x`, true],
  ['https://db.example:8080/a@b', false],
  ['user@example.com', false],
  ['-----BEGIN CERTIFICATE-----', false],
  ['eyJust a text', false],
  ['a:'.repeat(100_000), false],
])('a value is one of credentials: %#', (text, isOne) => {
  expect(looksLikeCredentials(text)).toBe(isOne);
});
