import { parseFields, textOf, type Fields } from '../json.ts';
import { shown } from '../text.ts';
import type { HttpResponse } from '../http/connection.ts';

/** A response of BEC's, parsed. */
export type BecResponse = Readonly<{ status: number; requestId: string }> &
  (
    | { readonly kind: 'success'; readonly body: Fields }
    /** `code` and `message` are empty where BEC gives none. */
    | { readonly kind: 'error'; readonly code: string; readonly message: string }
    /** Success by its status, but without a JSON object. */
    | { readonly kind: 'unreadable'; readonly reason: string }
  );

/**
 * Errors come in two ways: the gateway's in headers, the platform's in the body, as
 * `{code, message, requestId}` or, from the older calls, `{code, msg}`. `result: false` is one too,
 * whatever the status.
 */
export function parseResponse({ status, headers, body }: HttpResponse): BecResponse {
  const fields = parseFields(body);
  const headerId = headers['x-bce-request-id'] ?? '';
  const requestId = headerId === '' ? textOf(fields?.['requestId']) : headerId;
  const facts = { status, requestId };
  const gatewayCode = headers['x-bce-error-code'] ?? '';
  if (status >= 300 && status < 400) {
    const message = `a redirect to ${headers['location'] ?? 'no address'}; redirects are not followed, since a signature is valid for one address only`;
    return { ...facts, kind: 'error', code: '', message };
  }
  const isSuccess = status >= 200 && status < 300 && gatewayCode === '';
  if (isSuccess && !isError(fields)) {
    if (fields !== undefined) return { ...facts, kind: 'success', body: fields };
    const reason =
      body === '' ? 'its body is empty' : `its body is not a JSON object: ${shown(body, 80)}`;
    return { ...facts, kind: 'unreadable', reason };
  }
  const gatewayMessage = headers['x-bce-error-message'] ?? '';
  return {
    ...facts,
    kind: 'error',
    code: gatewayCode === '' ? textOf(fields?.['code']) : gatewayCode,
    message: gatewayMessage === '' ? messageIn(fields) : gatewayMessage,
  };
}

/** Errors may come with status 200, too: nothing rules that out for the older calls, with codes of their own. */
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
  return text === '' && fields['result'] === false ? 'the response says result: false' : text;
}
