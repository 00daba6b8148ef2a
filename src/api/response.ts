import { parseFields, textOf, type Fields } from '../json.ts';
import { shown } from '../text.ts';
import type { HttpResponse } from '../http/connection.ts';

/** What BEC answered, read. */
export type Answer = Readonly<{ status: number; requestId: string }> &
  (
    | { readonly kind: 'success'; readonly body: Fields }
    /** BEC says no. `code` is empty where it does not say why. */
    | { readonly kind: 'refusal'; readonly code: string; readonly message: string }
    /** Success, by its status, but not in words that can be understood. */
    | { readonly kind: 'unreadable'; readonly reason: string }
  );

/**
 * Errors come in two ways: the gateway's in headers, the platform's in the body, as
 * `{code, message, requestId}` or, from the older calls, `{code, msg}`. `result: false` is one too,
 * whatever the status.
 */
export function parseAnswer({ status, headers, body }: HttpResponse): Answer {
  const fields = parseFields(body);
  const namedId = headers['x-bce-request-id'] ?? '';
  const requestId = namedId === '' ? textOf(fields?.['requestId']) : namedId;
  const facts = { status, requestId };
  const gatewayCode = headers['x-bce-error-code'] ?? '';
  if (status >= 300 && status < 400) {
    const message = `a redirect to ${headers['location'] ?? 'nowhere'}, which is not followed: a signature is for one address`;
    return { ...facts, kind: 'refusal', code: '', message };
  }
  const isSuccess = status >= 200 && status < 300 && gatewayCode === '';
  if (isSuccess && !isError(fields)) {
    if (fields !== undefined) return { ...facts, kind: 'success', body: fields };
    const reason =
      body === '' ? 'its body is empty' : `its body is no JSON object: ${shown(body, 80)}`;
    return { ...facts, kind: 'unreadable', reason };
  }
  const gatewayMessage = headers['x-bce-error-message'] ?? '';
  return {
    ...facts,
    kind: 'refusal',
    code: gatewayCode === '' ? textOf(fields?.['code']) : gatewayCode,
    message: gatewayMessage === '' ? messageIn(fields) : gatewayMessage,
  };
}

/** Also with status 200: nothing says that the older calls, with their own codes, never do that. */
function isError(fields: Fields | undefined): boolean {
  if (fields?.['result'] === false) return true;
  const hasCode = textOf(fields?.['code']) !== '';
  return hasCode && messageIn(fields) !== '' && fields?.['result'] !== true;
}

function messageIn(fields: Fields | undefined): string {
  if (fields === undefined) return '';
  const [text = ''] = [fields['message'], fields['msg']]
    .map(textOf)
    .filter((entry) => entry !== '');
  return text === '' && fields['result'] === false ? 'it answered result: false' : text;
}
