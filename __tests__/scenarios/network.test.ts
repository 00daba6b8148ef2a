import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../testing/runner.ts';
import { startDeployment, type Ended } from '../../testing/deployment.ts';
import { commandsIn } from '../../testing/log.ts';
import { startRawServer } from '../../testing/raw-server.ts';
import { startProxy, type Proxy, type ProxyOptions } from '../../testing/proxy.ts';
import { repositoryText } from '../../testing/workspace.ts';

const authorityFile = `${repositoryRoot}__tests__/fixtures/tls/ca.crt`;

interface Way {
  /** The host in the endpoint; only the proxy knows where bec.test is. */
  readonly host?: string;
  /** The host in the server's certificate, if it is another one. */
  readonly certificate?: 'bec.test' | 'other.test';
  readonly proxy?: ProxyOptions;
  /** The environment that leads to the proxy, by its port. */
  readonly env?: (proxyPort: number) => Readonly<Record<string, string>>;
  readonly trusted?: boolean;
  /** How many attempts there will be; the waits between several take no time. */
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
    clock: way.attempts === 6 ? 'stepping' : 'real',
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

/** What is printed and set as output; the lines that mask secrets must contain them. */
function printedIn({ log, outputs, summary }: Ended): string {
  return log.replaceAll(/^::add-mask::.*$/gm, '') + JSON.stringify(outputs) + summary;
}

function maskedIn({ log }: Ended): readonly string[] {
  return commandsIn(log)
    .filter(({ name }) => name === 'add-mask')
    .map(({ text }) => text);
}

// Which one it is depends on how long the machine's resolver takes.
const nowhere = /has no address in DNS|EAI_AGAIN|no connection within/;

describe('a proxy', () => {
  test.concurrent.each(['HTTPS_PROXY', 'https_proxy'])('in %s is used', async (name) => {
    const run = await deployOver({ env: (port) => ({ [name]: `http://127.0.0.1:${port}` }) });
    expectGreen(run);
    expect(run.proxy.targets).toEqual([run.authority]);
    expect(run.proxy.authorizations).toEqual([undefined]);
  });

  test.concurrent('is bypassed for hosts under a domain in NO_PROXY', async () => {
    const run = await deployOver({
      attempts: 6,
      env: (port) => ({ ...usual(port), NO_PROXY: 'test' }),
    });
    expectNothingSent(run, 6);
    expect(run.proxy.targets).toEqual([]);
    expect(run.ended.error).toMatch(nowhere);
    expect(run.ended.error).toContain(run.authority);
  });

  test.concurrent('that is unusable does not matter if it is bypassed', async () => {
    const run = await deployOver({
      host: 'localhost',
      env: () => ({ HTTPS_PROXY: 'socks5://proxy.example', NO_PROXY: '*' }),
    });
    expectGreen(run);
  });

  test.concurrent('gets the user and the password, which are never printed', async () => {
    const run = await deployOver({
      proxy: { login: 'deployer:p@ss:w/rd%' },
      env: (port) => ({ HTTPS_PROXY: `http://deployer:p%40ss%3Aw%2Frd%25@127.0.0.1:${port}` }),
    });
    expectGreen(run);
    expect(run.proxy.authorizations).toEqual([`Basic ${btoa('deployer:p@ss:w/rd%')}`]);
    expect(maskedIn(run.ended)).toContain('p@ss:w/rd%');
    for (const secret of ['p%40ss%3Aw%2Frd%25', 'p@ss:w/rd%', btoa('deployer:p@ss:w/rd%')]) {
      expect(printedIn(run.ended)).not.toContain(secret);
    }
  });

  test.concurrent('without a scheme has its password masked, too', async () => {
    const run = await deployOver({
      proxy: { login: 'deployer:s3cret Pw' },
      env: (port) => ({ HTTPS_PROXY: `deployer:s3cret%20Pw@127.0.0.1:${port}` }),
    });
    expectGreen(run);
    expect(run.proxy.targets).toEqual([run.authority]);
    for (const secret of ['s3cret%20Pw', 's3cret Pw']) {
      expect(maskedIn(run.ended)).toContain(secret);
      expect(printedIn(run.ended)).not.toContain(secret);
    }
  });

  test.concurrent('that refuses the login: red, and the error says what to do', async () => {
    const run = await deployOver({
      proxy: { login: 'deployer:the-right-one' },
      env: (port) => ({ HTTPS_PROXY: `http://deployer:the-wrong-one@127.0.0.1:${port}` }),
    });
    expectNothingSent(run, 1);
    expect(run.ended.error).toContain('407 Proxy Authentication Required');
    expect(run.ended.error).toContain('Add its user and password to HTTPS_PROXY');
    expect(printedIn(run.ended)).not.toContain('the-wrong-one');
    expect(printedIn(run.ended)).not.toContain(btoa('deployer:the-wrong-one'));
  });

  test.concurrent('that opens no tunnel: red after six attempts', async () => {
    const respond = (socket: Socket): void => void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const run = await deployOver({ attempts: 6, proxy: { respond } });
    expectNothingSent(run, 6);
    expect(run.proxy.targets).toHaveLength(6);
    expect(run.ended.error).toContain('the proxy did not open a tunnel');
  });

  test.concurrent('whose URL is invalid: red, and its password is not printed', async () => {
    const run = await deployOver({
      env: () => ({ HTTPS_PROXY: 'http://deployer:100%secret@proxy.example' }),
    });
    expect(run.ended.exitCode).toBe(1);
    expect(run.ended.error).toContain('HTTPS_PROXY is not the URL of a usable proxy');
    expect(printedIn(run.ended)).not.toContain('secret');
  });

  test.skipIf(process.platform === 'win32')(
    'that does not respond does not hold up a cancelled step',
    { concurrent: true },
    async () => {
      const asked = Promise.withResolvers<undefined>();
      await using proxy: Proxy = await startProxy({
        respond: () => {
          asked.resolve(undefined);
        },
      });
      await using deployment = await startDeployment();
      const { process: child, end } = deployment.start({
        clock: 'held',
        inputs: { endpoint: 'https://bec.test' },
        env: usual(proxy.port),
      });
      await asked.promise;
      child.kill('SIGINT');
      const ended = await end;
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toContain('Cancelled (SIGINT). No service was created.');
    },
  );
});

describe('TLS', () => {
  test.concurrent('accepts a private authority from NODE_EXTRA_CA_CERTS', async () => {
    expectGreen(await deployOver({ host: 'localhost' }));
  });

  test.concurrent.each<[string, Way]>([
    ['from an unknown authority', { trusted: false, host: 'localhost' }],
    ['of another host, through a proxy', { certificate: 'other.test' }],
    [
      'of another host, with verification turned off',
      {
        certificate: 'other.test',
        env: (port) => ({ ...usual(port), NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      },
    ],
  ])('with a certificate %s, sends nothing', async (_, way) => {
    const run = await deployOver(way);
    expectNothingSent(run, 1);
    expect(run.ended.error).toContain('no trusted TLS connection');
  });

  test.concurrent.each(['http://bec.test', 'http://10.0.0.1:8080', 'http://localhost.example'])(
    'is required for other machines: %s is refused',
    async (endpoint) => {
      await using deployment = await startDeployment();
      const ended = await deployment.run({ inputs: { endpoint } });
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toContain('http is allowed only for this machine');
    },
  );
});

test.concurrent('a whole deployment, with a wait and a diagnosis, is one connection', async () => {
  await using deployment = await startDeployment({
    server: { missingImageVersions: ['v1.2.3'], startupMs: 60_000 },
  });
  const { port } = new URL(deployment.bec.endpoint);
  await using relay = await startRawServer((socket) => {
    const upstream = connect(Number(port), '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    socket.on('close', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  const ended = await deployment.run({
    clock: 'stepping',
    inputs: {
      endpoint: `http://127.0.0.1:${relay.port}`,
      wait: 'true',
      'wait-timeout': '1m',
      'on-failure': 'delete',
    },
  });
  const operations = deployment.bec.requests.map(({ operation }) => operation);
  expect(ended.exitCode).toBe(1);
  expect(operations.filter((operation) => operation === 'create')).toHaveLength(1);
  expect(new Set(operations)).toEqual(new Set(['create', 'detail', 'pods', 'pod', 'delete']));
  expect(relay.connections()).toBe(1);
});
