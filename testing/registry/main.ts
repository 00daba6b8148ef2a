/**
 * Checks images at the real registry, `distribution`: open, behind a password, behind a token
 * server, and as a cache in front of another one that fails.
 * Called with the path of its binary; prints a line a check, and exits with 1 if one is wrong.
 */
import { isDeepStrictEqual } from 'node:util';
import { check, imageAt, type CheckSetup } from './check.ts';
import { startDistribution } from './distribution.ts';
import { pushImage } from './push.ts';
import { startFront } from './front.ts';
import { createIssuer, startTokenServer } from './token-server.ts';

const repository = 'acme/web';
const login = 'octo:registry-test';
/** The registry supports bcrypt only: `htpasswd -nbBC 4 octo registry-test`. */
const htpasswd = 'octo:$2b$04$AlFuBZaj37nFWhQ3vmGl3O0QLY6jgLfy3Il562m6JzqH0N8DrWIX.\n';

const [binary = ''] = process.argv.slice(2);
let failures = 0;

/** @param expected all that matters of the check; `reason` is a part of the reason */
async function expectCheck(
  name: string,
  image: { readonly host: string; readonly version: string; readonly setup?: CheckSetup },
  expected: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { checks } = await check([imageAt(image.host, image.version)], image.setup);
  const [result] = checks;
  const isRight =
    result?.kind === 'unknown'
      ? expected['kind'] === 'unknown' && result.reason.includes(String(expected['reason']))
      : isDeepStrictEqual(result, expected);
  expectThat(`${name}, ${image.version}: ${JSON.stringify(result)}`, isRight);
}

function expectThat(text: string, isRight: boolean): void {
  if (!isRight) failures++;
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${text}`);
}

function found(digest: string): Readonly<Record<string, unknown>> {
  return { kind: 'found', digests: [digest], lacksSecret: false };
}

async function checkOpenRegistry(): Promise<void> {
  await using registry = await startDistribution(binary);
  const { host } = registry;
  const digest = await pushImage({ host, repository }, '1.2.3');
  await pushImage({ host, repository }, '1.2.2');
  const name = 'open';
  await expectCheck(name, { host, version: '1.2.3' }, found(digest));
  const nearTags = ['1.2.3'];
  await expectCheck(name, { host, version: 'v1.2.3' }, { kind: 'missing', nearTags });
  const other = { host: `${host}/other`, version: '1.2.3' };
  await expectCheck(`${name}, another repository`, other, {
    kind: 'unknown',
    reason: 'the list of tags without a login',
  });
  const all = { host, version: '1.2.3', setup: { withPlatforms: true } };
  await expectCheck(`${name}, its digests`, all, found(digest));
}

async function checkPassword(): Promise<void> {
  await using registry = await startDistribution(binary, {
    auth: (folder) => ({ htpasswd: { realm: 'Registry, "ours"', path: `${folder}/htpasswd` } }),
    files: { htpasswd },
  });
  const { host } = registry;
  const authorization = `Basic ${btoa(login)}`;
  const digest = await pushImage({ host, repository, authorization }, '1.2.3');
  await expectLogins('password', host, digest);
}

/** The same of every registry that lets in nobody without the login. */
async function expectLogins(name: string, host: string, digest: string): Promise<void> {
  const right = { logins: { [host]: login } };
  const wrong = { logins: { [host]: 'octo:wrong' } };
  const version = '1.2.3';
  await expectCheck(name, { host, version, setup: right }, found(digest));
  await expectCheck(
    name,
    { host, version: 'v1.2.3', setup: right },
    { kind: 'missing', nearTags: ['1.2.3'] },
  );
  await expectCheck(
    `${name}, a wrong one`,
    { host, version, setup: wrong },
    { kind: 'unknown', reason: "with the login in docker's configuration" },
  );
  await expectCheck(
    `${name}, none`,
    { host, version },
    { kind: 'unknown', reason: "docker's configuration has no login" },
  );
}

async function checkTokens(): Promise<void> {
  const issuer = createIssuer();
  await using server = await startTokenServer(issuer, login);
  const { host } = server;
  await using registry = await startDistribution(binary, issuer.protection(`http://${host}/token`));
  server.forwardTo(registry.host);
  const authorization = `Bearer ${issuer.tokenFor(repository, ['pull', 'push'])}`;
  const digest = await pushImage({ host, repository, authorization }, '1.2.3');
  await expectLogins('token', host, digest);

  // Asked directly, the registry names a token server on another host.
  const asked = server.authorizations.length;
  const direct = { host: registry.host, version: '1.2.3' };
  await expectCheck(
    'token of another host',
    { ...direct, setup: { logins: { [registry.host]: login } } },
    { kind: 'unknown', reason: 'names a token server that is not asked' },
  );
  expectThat('it is not asked', server.authorizations.length === asked);
}

async function checkOpenTokens(): Promise<void> {
  const issuer = createIssuer();
  await using server = await startTokenServer(issuer);
  const { host } = server;
  await using registry = await startDistribution(binary, issuer.protection(`http://${host}/token`));
  server.forwardTo(registry.host);
  const authorization = `Bearer ${issuer.tokenFor(repository, ['pull', 'push'])}`;
  const digest = await pushImage({ host: registry.host, repository, authorization }, '1.2.3');
  const name = 'token for everybody';
  await expectCheck(name, { host, version: '1.2.3' }, found(digest));
  const nearTags = ['1.2.3'];
  await expectCheck(name, { host, version: 'v1.2.3' }, { kind: 'missing', nearTags });
  await expectCheck(
    `${name}, another repository`,
    { host: `${host}/other`, version: '1.2.3' },
    { kind: 'unknown', reason: 'responded with HTTP 401' },
  );
}

/** The registry behind the cache has the image; what it says of that, the cache turns into a 404. */
async function checkCaches(): Promise<void> {
  await using registry = await startDistribution(binary);
  const digest = await pushImage({ host: registry.host, repository }, '1.2.3');
  await pushImage({ host: registry.host, repository }, '1.2.2');
  for (const fault of [429, 503, 401, 403, 'stopped'] as const) {
    await using front = await startFront(registry.host);
    const remote = { proxy: { remoteurl: `http://${front.host}` } };
    await using empty = await startDistribution(binary, undefined, remote);
    await using filled = await startDistribution(binary, undefined, remote);
    const image = { host: filled.host, version: '1.2.3' };
    await expectCheck('cache', image, found(digest));
    const nearTags = ['1.2.3'];
    await expectCheck('cache', { ...image, version: 'v1.2.3' }, { kind: 'missing', nearTags });
    if (fault === 'stopped') await front[Symbol.asyncDispose]();
    else front.answer(fault);
    const name = `cache, registry ${fault}`;
    // It holds nothing of the image.
    await expectCheck(
      name,
      { host: empty.host, version: '1.2.3' },
      { kind: 'unknown', reason: '' },
    );
    // It holds another tag of it, as caches do: the problem names the cache beside the missing push.
    const notHeld = { ...image, version: '1.2.2' };
    await expectCheck(name, notHeld, { kind: 'missing', nearTags: ['1.2.3'] });
    await expectCheck(name, image, found(digest));
  }
}

const timer = setTimeout(() => {
  console.log('WRONG it took more than a minute');
  process.exit(1);
}, 60_000);
for (const run of [checkOpenRegistry, checkPassword, checkTokens, checkOpenTokens, checkCaches])
  await run();
clearTimeout(timer);
console.log(failures === 0 ? 'All as it should be.' : `${failures} wrong`);
process.exitCode = failures === 0 ? 0 : 1;
