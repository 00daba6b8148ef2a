export type Operation = 'create' | 'detail' | 'list' | 'pods' | 'pod' | 'delete';

export type Route =
  | { readonly kind: 'call'; readonly operation: Operation; readonly id: string }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'unknown-path' };

const ROUTES = [
  { operation: 'create', method: 'POST', pattern: /^\/v2\/service\/create$/ },
  { operation: 'list', method: 'GET', pattern: /^\/v1\/service$/ },
  { operation: 'detail', method: 'GET', pattern: /^\/v1\/service\/([^/]+)$/ },
  { operation: 'delete', method: 'DELETE', pattern: /^\/v1\/service\/([^/]+)$/ },
  { operation: 'pods', method: 'GET', pattern: /^\/v1\/pod$/ },
  { operation: 'pod', method: 'GET', pattern: /^\/v1\/pod\/([^/]+)$/ },
] as const;

export function routeOf(method: string, path: string): Route {
  const atPath = ROUTES.filter(({ pattern }) => pattern.test(path));
  const route = atPath.find((candidate) => candidate.method === method);
  if (route !== undefined) {
    const id = route.pattern.exec(path)?.[1] ?? '';
    return { kind: 'call', operation: route.operation, id };
  }
  return atPath.length === 0
    ? { kind: 'unknown-path' }
    : { kind: 'wrong-method', allowed: atPath.map((candidate) => candidate.method) };
}

export function operationOf(method: string, path: string): Operation | undefined {
  const route = routeOf(method, path);
  return route.kind === 'call' ? route.operation : undefined;
}
