import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { Protection } from './distribution.ts';
import { forward } from './front.ts';

const keyId = 'test';
const issuer = 'token server';
const service = 'distribution';

/** Signs the tokens that `distribution` accepts. */
export interface Issuer {
  /** @param actions `pull`, `push` */
  readonly tokenFor: (repository: string, actions: readonly string[]) => string;
  /** @param realm where the registry sends its clients */
  readonly protection: (realm: string) => Protection;
}

/** @see https://distribution.github.io/distribution/spec/auth/jwt/ */
export function createIssuer(): Issuer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'ES256' };
  return {
    tokenFor: (repository, actions) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        aud: service,
        sub: 'octo',
        nbf: now - 60,
        exp: now + 600,
        access: [{ type: 'repository', name: repository, actions }],
      };
      const head = encoded({ alg: 'ES256', typ: 'JWT', kid: keyId });
      const signed = `${head}.${encoded(claims)}`;
      const signature = sign('sha256', Buffer.from(signed), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
      });
      return `${signed}.${signature.toString('base64url')}`;
    },
    protection: (realm) => ({
      auth: (folder) => ({ token: { realm, service, issuer, jwks: `${folder}/jwks.json` } }),
      files: { 'jwks.json': JSON.stringify({ keys: [jwk] }) },
    }),
  };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export interface TokenServer extends AsyncDisposable {
  readonly host: string;
  /** The Authorization headers of those who asked for a token. */
  readonly authorizations: readonly (string | undefined)[];
  /** From now on all that is not for the token server goes to this host. */
  readonly forwardTo: (host: string) => void;
}

/**
 * Gives out tokens for `acme/web` at `/token`, and forwards the rest to a registry, so that both have one host.
 * @param login `user:password`, if only this user may have a token
 */
export async function startTokenServer(issuer: Issuer, login?: string): Promise<TokenServer> {
  const authorizations: (string | undefined)[] = [];
  const required = login === undefined ? undefined : `Basic ${btoa(login)}`;
  let registry = '';
  const server = createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith('/token')) {
      forward(registry, incoming, outgoing);
      return;
    }
    const { authorization } = incoming.headers;
    authorizations.push(authorization);
    const isWelcome = required === undefined || authorization === required;
    outgoing.writeHead(isWelcome ? 200 : 401, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(isWelcome ? { token: issuer.tokenFor('acme/web', ['pull']) } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    authorizations,
    forwardTo: (host) => (registry = host),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
