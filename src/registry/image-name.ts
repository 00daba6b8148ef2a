import { toEndpoint, type Endpoint } from '../http/connection.ts';

export interface Registry {
  readonly endpoint: Endpoint;
  /** As people write it: `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly name: string;
  /** The keys under which docker's configuration may hold the login, best first. */
  readonly loginKeys: readonly string[];
}

export interface ImageName {
  readonly registry: Registry;
  /** The name within the registry: `library/nginx`. */
  readonly repository: string;
}

const hubNames: readonly string[] = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

const dockerHub: Registry = {
  endpoint: toEndpoint(new URL('https://registry-1.docker.io')),
  name: 'docker.io',
  // `docker login` stores the login under the address of an API that is long gone.
  loginKeys: ['https://index.docker.io/v1/', ...hubNames],
};

/**
 * Splits an image address as docker does: the first component is a registry's host if it has a dot or a
 * colon in it or is `localhost`; anything else is a repository on Docker Hub. Undefined if it is no
 * address of an image, or holds a tag or a digest.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function parseImageName(imageAddress: string): ImageName | undefined {
  const [, host = 'docker.io', path = ''] =
    /^(?:([^/]*[.:][^/]*|localhost)\/)?(.*)$/s.exec(imageAddress) ?? [];
  const isHub = hubNames.includes(host);
  const registry = isHub ? dockerHub : registryAt(host);
  if (registry === undefined || !isRepository(path)) return undefined;
  return { registry, repository: isHub && !path.includes('/') ? `library/${path}` : path };
}

/** TLS protects the credentials, so plain http is only for this machine. */
function registryAt(host: string): Registry | undefined {
  if (!/^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) || !URL.canParse(`https://${host}`))
    return undefined;
  const secure = toEndpoint(new URL(`https://${host}`));
  const endpoint = secure.isLoopback ? toEndpoint(new URL(`http://${host}`)) : secure;
  return { endpoint, name: host, loginKeys: [host, endpoint.host] };
}

/** Whether BEC may pull from it without a registry secret: that is not known. */
export function isOfBaidu({ endpoint }: Registry): boolean {
  return /(?:^|\.)(?:baidu|baidubce)\.com$/.test(endpoint.hostname);
}

function isRepository(path: string): boolean {
  if (path.length > 255 || !/^[a-z0-9._/-]+$/.test(path)) return false;
  return path.split('/').every((component) => /^[a-z0-9]/.test(component));
}
