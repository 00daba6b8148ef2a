import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The registry `distribution` on the loopback interface, with a storage of its own. */
export interface Distribution extends AsyncDisposable {
  /** `127.0.0.1:5000` */
  readonly host: string;
}

/** What protects it: lines of its configuration, and the files that they name. */
export interface Protection {
  /** @param folder where the files are */
  readonly auth: (folder: string) => Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * @param settings more of its configuration
 * @param binary the path of cmd/registry, as `go install` makes it
 * @see https://distribution.github.io/distribution/about/configuration/
 */
export async function startDistribution(
  binary: string,
  protection?: Protection,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Distribution> {
  const folder = mkdtempSync(join(tmpdir(), 'distribution-'));
  for (const [name, text] of Object.entries(protection?.files ?? {})) {
    writeFileSync(join(folder, name), text);
  }
  const config = {
    version: '0.1',
    log: { accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    http: { addr: '127.0.0.1:0', secret: 'of no use to anybody', relativeurls: true },
    ...(protection && { auth: protection.auth(folder) }),
    ...settings,
  };
  // JSON is valid YAML.
  const configFile = join(folder, 'config.yml');
  writeFileSync(configFile, JSON.stringify(config));
  const child = spawn(binary, ['serve', configFile], {
    env: { OTEL_TRACES_EXPORTER: 'none' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Should the program that started it be stopped.
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  return {
    host: await listeningAt(child),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Its log says so, once it listens. */
function listeningAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (data: Buffer) => {
      log += data.toString();
      const host = /listening on (127\.0\.0\.1:[0-9]+)/.exec(log)?.[1];
      if (host !== undefined) resolve(host);
    });
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error(`the registry ended before it listened:\n${log}`));
    });
  });
}
