export type Operation =
  | 'create'
  | 'detail'
  | 'list'
  | 'pods'
  | 'pod'
  | 'restart'
  | 'update'
  | 'start'
  | 'stop'
  | 'delete'
  | 'nodes'
  | 'secret';

/** The two versions of the API differ in the shapes of their lists and of some responses. */
export type ApiVersion = 1 | 2;

export interface CallRoute {
  readonly kind: 'call';
  readonly operation: Operation;
  readonly version: ApiVersion;
  /** The id in the path; empty if the path has none. */
  readonly id: string;
}

export type Route =
  | CallRoute
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'unknown-path' };

const ROUTES = [
  { operation: 'create', method: 'POST', pattern: /^\/v[12]\/service\/create$/ },
  { operation: 'list', method: 'GET', pattern: /^\/v[12]\/service$/ },
  { operation: 'detail', method: 'GET', pattern: /^\/v[12]\/service\/(?!create$)([^/]+)$/ },
  { operation: 'update', method: 'PUT', pattern: /^\/v[12]\/service\/(?!create$)([^/]+)$/ },
  { operation: 'delete', method: 'DELETE', pattern: /^\/v[12]\/service\/(?!create$)([^/]+)$/ },
  { operation: 'start', method: 'PUT', pattern: /^\/v[12]\/service\/([^/]+)\/start$/ },
  { operation: 'stop', method: 'PUT', pattern: /^\/v[12]\/service\/([^/]+)\/stop$/ },
  { operation: 'pods', method: 'GET', pattern: /^\/v[12]\/pod$/ },
  { operation: 'pod', method: 'GET', pattern: /^\/v[12]\/pod\/([^/]+)$/ },
  { operation: 'restart', method: 'PUT', pattern: /^\/v[12]\/pod\/([^/]+)\/restart$/ },
  { operation: 'nodes', method: 'GET', pattern: /^\/v1\/node\/type\/([^/]+)$/ },
  { operation: 'secret', method: 'POST', pattern: /^\/v1\/secret\/image$/ },
] as const;

export function routeOf(method: string, path: string): Route {
  const atPath = ROUTES.filter(({ pattern }) => pattern.test(path));
  const route = atPath.find((candidate) => candidate.method === method);
  if (route !== undefined) {
    const id = route.pattern.exec(path)?.[1] ?? '';
    const version = path.startsWith('/v1/') ? 1 : 2;
    return { kind: 'call', operation: route.operation, version, id };
  }
  return atPath.length === 0
    ? { kind: 'unknown-path' }
    : { kind: 'wrong-method', allowed: atPath.map((candidate) => candidate.method) };
}

export function operationOf(method: string, path: string): Operation | undefined {
  const route = routeOf(method, path);
  return route.kind === 'call' ? route.operation : undefined;
}
