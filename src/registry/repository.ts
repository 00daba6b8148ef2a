import { authorize, basicAuthorization, type LoginOptions } from './authorization.ts';
import type { ImageName } from './image-name.ts';
import type { HttpRequest, HttpResponse } from '../http/connection.ts';
import { RegistryError } from './registry-error.ts';

export interface RepositoryOptions extends LoginOptions {
  readonly image: ImageName;
}

export interface RepositoryRequest {
  readonly method: 'GET' | 'HEAD';
  readonly target: string;
  readonly accept: string;
  /**
   * Sends user and password even if the registry let us in without: some hide from strangers what they
   * show to their users.
   */
  readonly withLogin?: boolean;
}

/** One repository of a registry, logged in to as far as the registry asks for it. */
export interface Repository {
  /** `/v2/library/nginx` */
  readonly path: string;
  /** @throws RegistryError if there is no response, or no access */
  readonly send: (request: RepositoryRequest) => Promise<HttpResponse>;
  /** Whether requests carry a token or a login by now. */
  readonly isAuthorized: () => boolean;
}

export function openRepository(options: RepositoryOptions): Repository {
  const { image, session, login } = options;
  const { endpoint, name } = image.registry;
  let authorization: string | undefined;

  async function send(request: RepositoryRequest): Promise<HttpResponse> {
    if (request.withLogin === true) authorization ??= basicAuthorization(options);
    const response = await session.send(endpoint, toHttpRequest(request, authorization));
    if (response.status !== 401) return response;
    authorization = await authorize(response, image, options);
    const authorized = await session.send(endpoint, toHttpRequest(request, authorization));
    if (authorized.status === 401) throw denied();
    return authorized;
  }

  function denied(): RegistryError {
    const cause =
      login === undefined
        ? 'to a client without a login. If the image is private, log in with docker/login-action before this step'
        : "with the login in docker's configuration";
    return new RegistryError(`${name} denied access ${cause} (HTTP 401)`);
  }

  return {
    path: `/v2/${image.repository}`,
    send,
    isAuthorized: () => authorization !== undefined,
  };
}

function toHttpRequest(
  { method, target, accept }: RepositoryRequest,
  authorization: string | undefined,
): HttpRequest {
  return {
    method,
    target,
    headers: {
      accept,
      'user-agent': 'bec-create',
      ...(authorization !== undefined && { authorization }),
    },
  };
}
