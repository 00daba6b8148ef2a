import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../testing/runner.ts';
import { startDeployment, type Ended } from '../../testing/deployment.ts';
import { startProxy, type Proxy, type ProxyOptions } from '../../testing/proxy.ts';
import { startRawServer } from '../../testing/raw-server.ts';
import { repositoryText } from '../../testing/workspace.ts';

const authorityFile = `${repositoryRoot}__tests__/fixtures/tls/ca.crt`;

interface Way {
  /** The host in the endpoint; only the proxy knows where bec.test is. */
  readonly host?: string;
  /** The host in the server's certificate, where it is another one. */
  readonly certificate?: 'bec.test' | 'other.test';
  readonly proxy?: ProxyOptions;
  /** The environment that leads to the proxy, by its port. */
  readonly env?: (proxyPort: number) => Readonly<Record<string, string>>;
  readonly trusted?: boolean;
  /** How many attempts there will be; several need time to run faster. */
  readonly attempts?: 1 | 6;
}

async function deployOver(way: Way) {
  const { host = 'bec.test', certificate = 'bec.test', trusted = true, env } = way;
  const file = `__tests__/fixtures/tls/${certificate}`;
  const tls = { key: repositoryText(`${file}.key`), cert: repositoryText(`${file}.crt`) };
  await using deployment = await startDeployment({ server: { tls } });
  await using proxy = await startProxy(way.proxy);
  const { port } = new URL(deployment.bec.endpoint);
  const ended = await deployment.run({
    clock: way.attempts === 6 ? 50 : 'real',
    inputs: { endpoint: `https://${host}:${port}` },
    env: {
      ...(trusted && { NODE_EXTRA_CA_CERTS: authorityFile }),
      ...(env === undefined ? usual(proxy.port) : env(proxy.port)),
    },
  });
  return { bec: deployment.bec, proxy, ended, authority: `${host}:${port}` };
}

function usual(proxyPort: number): Readonly<Record<string, string>> {
  return { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}` };
}

function expectGreen({ ended }: { readonly ended: Ended }): void {
  expect(ended.error).toBe('');
  expect(ended.exitCode).toBe(0);
  expect(ended.outputs['serviceId']).toMatch(/^s-/);
}

function expectNothingSent(
  { bec, ended }: Pick<Awaited<ReturnType<typeof deployOver>>, 'bec' | 'ended'>,
  attempts: number,
): void {
  expect(ended.exitCode).toBe(1);
  expect(ended.attempts).toHaveLength(attempts - 1);
  expect(bec.requests).toHaveLength(0);
  expect(ended.error).toContain('No service was created.');
}

/** What is printed and handed on; of secrets, the runner needs to be told once. */
function shownIn({ log, outputs, summary }: Ended): string {
  return log.replaceAll(/^::add-mask::.*$/gm, '') + JSON.stringify(outputs) + summary;
}

// What it is depends on how long the machine's resolver takes to say that there is no such name.
const nowhere = /has no address in DNS|could not be looked up|no connection within/;

describe('a proxy', () => {
  test.concurrent.each(['HTTPS_PROXY', 'https_proxy'])('in %s is used', async (name) => {
    const run = await deployOver({ env: (port) => ({ [name]: `http://127.0.0.1:${port}` }) });
    expectGreen(run);
    expect(run.proxy.asked).toEqual([run.authority]);
    expect(run.proxy.authorizations).toEqual([undefined]);
  });

  test.concurrent('in HTTP_PROXY is not for https', async () => {
    const run = await deployOver({
      host: 'localhost',
      env: (port) => ({ HTTP_PROXY: `http://127.0.0.1:${port}` }),
    });
    expectGreen(run);
    expect(run.proxy.asked).toEqual([]);
  });

  test.concurrent('is not used for this machine', async () => {
    const run = await deployOver({ host: 'localhost' });
    expectGreen(run);
    expect(run.proxy.asked).toEqual([]);
  });

  test.concurrent.each([
    ['NO_PROXY', 'bec.test'],
    ['no_proxy', 'other.test,bec.test'],
    ['NO_PROXY', '.test'],
  ])('is passed by where %s is %s, and then leads nowhere', async (name, value) => {
    const run = await deployOver({
      attempts: 6,
      env: (port) => ({ ...usual(port), [name]: value }),
    });
    expectNothingSent(run, 6);
    expect(run.proxy.asked).toEqual([]);
    expect(run.ended.error).toMatch(nowhere);
    expect(run.ended.error).toContain(run.authority);
  });

  test.concurrent('gets the user and the password, which are never shown', async () => {
    const run = await deployOver({
      proxy: { login: 'deployer:p@ss:w/rd%' },
      env: (port) => ({ HTTPS_PROXY: `http://deployer:p%40ss%3Aw%2Frd%25@127.0.0.1:${port}` }),
    });
    expectGreen(run);
    expect(run.proxy.authorizations).toEqual([`Basic ${btoa('deployer:p@ss:w/rd%')}`]);
    for (const secret of ['p%40ss%3Aw%2Frd%25', 'p@ss:w/rd%', btoa('deployer:p@ss:w/rd%')]) {
      expect(shownIn(run.ended)).not.toContain(secret);
    }
  });

  test.concurrent.each([
    ['no password', ''],
    ['another password', 'deployer:the-wrong-one@'],
  ])('that wants a login and gets %s: the error says what to do', async (_, login) => {
    const run = await deployOver({
      proxy: { login: 'deployer:the-right-one' },
      env: (port) => ({ HTTPS_PROXY: `http://${login}127.0.0.1:${port}` }),
    });
    expectNothingSent(run, 1);
    expect(run.ended.error).toContain('407 Proxy Authentication Required');
    expect(run.ended.error).toContain('Add its user and password to HTTPS_PROXY');
    expect(shownIn(run.ended)).not.toContain('the-wrong-one');
    expect(shownIn(run.ended)).not.toContain(btoa('deployer:the-wrong-one'));
  });

  const failures: readonly (readonly [
    name: string,
    answer: ProxyOptions['answer'],
    text: string,
  ])[] = [
    [
      'refuses',
      (socket) => void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
      'the proxy did not open a tunnel (Failed to establish tunnel',
    ],
    [
      'can’t reach BEC',
      (socket) => void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'),
      '502 Bad Gateway',
    ],
    ['hangs up', (socket) => void socket.end(), 'the proxy did not open a tunnel'],
    ['says nothing', () => undefined, 'no connection within 10 s'],
    [
      'opens a tunnel to nowhere',
      (socket) => void socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
      'no connection within 10 s',
    ],
    [
      'opens a tunnel and cuts it',
      (socket) => void socket.end('HTTP/1.1 200 Connection established\r\n\r\n'),
      'failed after 6 attempts',
    ],
  ];
  test.concurrent.each(failures)('that %s: red after six attempts', async (_, answer, text) => {
    const run = await deployOver({ attempts: 6, proxy: answer === undefined ? {} : { answer } });
    expectNothingSent(run, 6);
    expect(run.proxy.asked).toHaveLength(6);
    expect(run.ended.error).toContain(text);
  });

  test.concurrent.each([
    ['refuses connections', '127.0.0.1:1', 'or its proxy refused the connection'],
    ['has no address', 'proxy.test:3128', 'or its proxy'],
  ])('that %s is named as a cause, its password is not', async (_, address, text) => {
    const run = await deployOver({
      attempts: 6,
      env: () => ({ HTTPS_PROXY: `http://deployer:the-secret-one@${address}` }),
    });
    expectNothingSent(run, 6);
    expect(run.ended.error).toContain(text);
    expect(shownIn(run.ended)).not.toContain('the-secret-one');
  });

  test.concurrent.each([
    ['proxy.example:3128', 'proxy.example'],
    ['socks5://proxy.example:1080', 'socks5'],
    ['http://deployer:100%secret@proxy.example', 'secret'],
    ['http://deployer:secret@', 'secret'],
  ])('that is none, %s, is not passed over, and not shown', async (url, part) => {
    const run = await deployOver({ env: () => ({ HTTPS_PROXY: url }) });
    expect(run.ended.exitCode).toBe(1);
    expect(run.ended.error).toContain('HTTPS_PROXY is not the URL of a usable proxy');
    expect(shownIn(run.ended)).not.toContain(part);
  });

  test.skipIf(process.platform === 'win32')(
    'that says nothing does not hold a cancelled step',
    { concurrent: true },
    async () => {
      const asked = Promise.withResolvers<undefined>();
      await using proxy: Proxy = await startProxy({
        answer: () => {
          asked.resolve(undefined);
        },
      });
      await using deployment = await startDeployment();
      const { process: child, end } = deployment.start({
        clock: 'real',
        inputs: { endpoint: 'https://bec.test' },
        env: usual(proxy.port),
      });
      await asked.promise;
      const start = performance.now();
      child.kill('SIGINT');
      const ended = await end;
      expect(performance.now() - start).toBeLessThan(3000);
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toContain('Cancelled (SIGINT). No service was created.');
    },
  );
});

describe('TLS', () => {
  test.concurrent('takes an authority of one’s own from NODE_EXTRA_CA_CERTS', async () => {
    expectGreen(await deployOver({ host: 'localhost' }));
  });

  const untrusted: readonly (readonly [name: string, way: Way, code: string])[] = [
    ['an authority that is not known', { trusted: false }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['another host', { certificate: 'other.test' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [
      'an authority that is not known, and verification turned off',
      { trusted: false, env: (port) => ({ ...usual(port), NODE_TLS_REJECT_UNAUTHORIZED: '0' }) },
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    [
      'another host, and verification turned off',
      {
        certificate: 'other.test',
        env: (port) => ({ ...usual(port), NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      },
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ];
  const places = [
    ['directly', 'localhost'],
    ['through a proxy', 'bec.test'],
  ] as const;
  describe.each(places)('%s', (_, host) => {
    test.concurrent.each(untrusted)(
      'with a certificate of %s, sends nothing',
      async (_, way, code) => {
        const run = await deployOver({ ...way, host });
        expectNothingSent(run, 1);
        expect(run.ended.error).toContain('no trusted TLS connection');
        expect(run.ended.error).toContain(code);
        expect(run.ended.error).toContain('NODE_EXTRA_CA_CERTS');
      },
    );
  });

  test.concurrent('a server without it gets nothing of the request', async () => {
    await using server = await startRawServer(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'),
    );
    await using deployment = await startDeployment();
    const ended = await deployment.run({
      clock: 50,
      inputs: { endpoint: `https://127.0.0.1:${server.port}` },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain('No service was created.');
    expect(server.received()).not.toContain('shop');
    expect(server.received()).not.toContain('bce-auth-v1');
  });

  test.concurrent.each(['http://bec.test', 'http://10.0.0.1:8080', 'http://localhost.example'])(
    'is wanted for other machines: %s is refused',
    async (endpoint) => {
      await using deployment = await startDeployment();
      const ended = await deployment.run({ inputs: { endpoint } });
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toContain('http is allowed only for this machine');
    },
  );
});
