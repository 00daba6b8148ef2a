import { canonicalQueryStringOf } from '../src/api/bce-auth.ts';
import { platformError } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import type { Call, Remembered, State } from './state.ts';

const TOKEN_MEMORY_MS = 24 * 60 * 60 * 1000;

interface Once {
  readonly perform: () => Outcome;
  /** The same request came before with the same token. `undefined`: it is performed again. */
  readonly repeat: (remembered: Remembered) => Outcome | undefined;
}

/** The same token with the same request gives the same result. Version 1 has no tokens. */
export function performOnce(state: State, call: Call, { perform, repeat }: Once): Outcome {
  const { nowMs } = call;
  const clientToken = call.version === 1 ? undefined : call.query['clientToken'];
  if (clientToken === undefined) return perform();
  if (!/^[\x20-\x7e]{1,64}$/.test(clientToken)) {
    return platformError('BadRequest', 'clientToken must be 1 to 64 ASCII characters.');
  }
  const fingerprint = fingerprintOf(call);
  const remembered = state.remembered.get(clientToken);
  if (remembered !== undefined && nowMs - remembered.receivedAtMs <= TOKEN_MEMORY_MS) {
    state.remembered.set(clientToken, { ...remembered, receivedAtMs: nowMs });
    if (remembered.fingerprint !== fingerprint) return mismatch();
    const repeated = repeat(remembered);
    if (repeated !== undefined) return repeated;
  }
  const response = perform();
  if (response.kind === 'result') {
    const memory = { fingerprint, response, performedAtMs: nowMs, receivedAtMs: nowMs };
    state.remembered.set(clientToken, memory);
  }
  return response;
}

export function mismatch(): ErrorOutcome {
  return platformError(
    'IdempotentParameterMismatch',
    'The clientToken was used before with another request.',
  );
}

/** What may not differ when a token is used again. */
function fingerprintOf({ operation, id, query, body }: Call): string {
  return [operation, id, canonicalQueryStringOf(query), body].join('\n');
}
