import type { Clock } from '../../src/clock.ts';
import { checkImages, type Image, type ImageCheck } from '../../src/registry/registry.ts';
import { steppingClock } from '../clock.ts';
import { makeWorkspace } from '../workspace.ts';
import { startFakeServer, type Behavior, type SeenRequest } from './fake-registry.ts';

export interface Checked {
  readonly checks: readonly ImageCheck[];
  readonly masked: readonly string[];
  readonly log: readonly string[];
}

export interface CheckSetup {
  /** User and password by key of docker's configuration. */
  readonly logins?: Readonly<Record<string, string>>;
  /** In place of `logins`. */
  readonly dockerConfigText?: string;
  readonly proxyEnv?: Readonly<Record<string, string>>;
  readonly hasSecret?: boolean;
  readonly withPlatforms?: boolean;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

export async function check(images: readonly Image[], setup: CheckSetup = {}): Promise<Checked> {
  const masked: string[] = [];
  const log: string[] = [];
  const config = setup.dockerConfigText ?? dockerConfigText(setup.logins ?? {});
  using folder = makeWorkspace({ 'config.json': config });
  const { hasSecret = true, withPlatforms = false } = setup;
  const checks = await checkImages(
    images,
    { hasSecret, withPlatforms },
    {
      environment: { ...setup.proxyEnv, DOCKER_CONFIG: folder.path },
      clock: setup.clock ?? steppingClock(),
      signal: setup.signal ?? new AbortController().signal,
      mask: (secret) => masked.push(secret),
      log: (line) => log.push(line),
    },
  );
  return { checks, masked, log };
}

export interface CheckedOne extends Omit<Checked, 'checks'> {
  readonly check: ImageCheck | undefined;
  /** Of an unknown image; else the kind. */
  readonly reason: string;
  readonly requests: readonly SeenRequest[];
}

/**
 * Checks the image `acme/web` of a registry that behaves as the test says. In reason and log the word
 * registry replaces its host and port.
 * @param setup a login under the key `registry` is for this one
 */
export async function checkAt(
  behavior: Behavior,
  version: string,
  setup: CheckSetup = {},
): Promise<CheckedOne> {
  await using server = await startFakeServer(behavior);
  const text = setup.dockerConfigText ?? dockerConfigText(setup.logins ?? {});
  const { checks, masked, log } = await check([imageAt(server.host, version)], {
    ...setup,
    dockerConfigText: text.replaceAll('"registry"', JSON.stringify(server.host)),
  });
  const edited = (line: string): string => line.replaceAll(server.host, 'registry');
  return {
    check: checks[0],
    reason: edited(reasonOf(checks[0])),
    requests: server.requests,
    masked,
    log: log.map(edited),
  };
}

export function imageAt(host: string, imageVersion: string): Image {
  return imageOf(`${host}/acme/web`, imageVersion);
}

export function imageOf(imageAddress: string, imageVersion = '1.2.3'): Image {
  return { imageAddress, imageVersion, secretPart: 'nothing' };
}

export function reasonOf(result: ImageCheck | undefined): string {
  return result?.kind === 'unknown' ? result.reason : (result?.kind ?? '');
}

/** As docker/login-action leaves it behind. */
export function dockerConfigText(logins: Readonly<Record<string, string>>): string {
  const auths = Object.entries(logins).map(
    ([key, login]) => [key, { auth: Buffer.from(login).toString('base64') }] as const,
  );
  return JSON.stringify({ auths: Object.fromEntries(auths) });
}
