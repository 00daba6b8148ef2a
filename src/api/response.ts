import { parseFields, textOf, toFields, type Fields } from '../json.ts';
import { printable } from '../text.ts';
import type { HttpResponse } from '../http/connection.ts';
import { isErrorCode } from './error-codes.ts';

/** A response of BEC's, parsed. */
export type BecResponse = Readonly<{ status: number; requestId: string }> &
  (
    | { readonly kind: 'success'; readonly body: Fields }
    /** `code` and `message` are empty if BEC gives none. */
    | {
        readonly kind: 'error';
        readonly code: string;
        readonly message: string;
        /** It says `result: false`, so the code needn't be known to tell that nothing was done. */
        readonly saysFalse: boolean;
      }
    /** Success by its status, but without a JSON object. */
    | { readonly kind: 'unreadable'; readonly reason: string; readonly isTransient: boolean }
  );

/**
 * Errors come in two ways: the gateway's in headers, the platform's in the body, as
 * `{code, message, requestId}` or, from the older calls, `{code, msg}`. `result: false` is one too,
 * whatever the status.
 */
export function parseResponse({ status, headers, body }: HttpResponse): BecResponse {
  const encoding = compressionIn(headers);
  const fields = encoding === undefined ? parseFields(body) : undefined;
  const headerId = firstOf(headers['x-bce-request-id']);
  const requestId = headerId === '' ? textOf(fields?.['requestId']) : headerId;
  const facts = { status, requestId };
  const gatewayCode = firstOf(headers['x-bce-error-code']);
  if (status >= 300 && status < 400) {
    const message = `a redirect to ${headers['location'] ?? 'no address'}; redirects are not followed, since a signature is valid for one address only`;
    return { ...facts, kind: 'error', code: '', message, saysFalse: false };
  }
  const isSuccess = status >= 200 && status < 300 && gatewayCode === '';
  if (isSuccess && !isError(fields)) {
    if (fields !== undefined) return { ...facts, kind: 'success', body: fields };
    const isTransient = encoding === undefined;
    return { ...facts, kind: 'unreadable', reason: encoding ?? notAnObject(body), isTransient };
  }
  const gatewayMessage = headers['x-bce-error-message'] ?? '';
  return {
    ...facts,
    kind: 'error',
    code: gatewayCode === '' ? textOf(fields?.['code']) : gatewayCode,
    message: gatewayMessage === '' ? (encoding ?? messageIn(fields)) : gatewayMessage,
    saysFalse: saysFalse(fields),
  };
}

/** What is wrong with a compressed body, which will be compressed the next time, too. */
function compressionIn(headers: HttpResponse['headers']): string | undefined {
  const encoding = headers['content-encoding'] ?? '';
  return /^(identity)?$/i.test(encoding)
    ? undefined
    : `its body is compressed (content-encoding: ${printable(encoding, 40)}), although the request does not accept that. Check whether a proxy or gateway on the way to BEC compresses responses`;
}

function notAnObject(body: string): string {
  return body === ''
    ? 'its body is empty'
    : `its body is not a JSON object: ${printable(body, 80)}`;
}

/** Of a header that was sent twice, one value: codes and ids have no comma. */
function firstOf(header = ''): string {
  return header.split(',', 1)[0]?.trim() ?? '';
}

/**
 * Errors may come with status 200, too: nothing rules that out for the older calls, with codes of their
 * own. A code of success is none, nor is one that nobody knows beside the service that was asked for.
 */
function isError(fields: Fields | undefined): boolean {
  if (fields === undefined) return false;
  if (saysFalse(fields)) return true;
  const code = textOf(fields['code']);
  if (code === '' || messageIn(fields) === '') return false;
  if (isErrorCode(code)) return true;
  return fields['result'] !== true && !successCode.test(code) && !namesService(fields);
}

const successCode = /^(?:0+|20[0-9]|ok|succe(?:ss|ed|eded|ssful))$/i;

/** Whether the id is a usable one is for the call to decide, which fails without. */
function namesService(fields: Fields): boolean {
  const places = [fields, toFields(fields['details']), toFields(fields['result'])];
  return places.some((place) => textOf(place?.['serviceId']) !== '');
}

function messageIn(fields: Fields | undefined): string {
  if (fields === undefined) return '';
  const [text = ''] = [fields['message'], fields['msg']]
    .map(textOf)
    .filter((entry) => entry !== '');
  return text === '' && saysFalse(fields) ? 'the response says result: false' : text;
}

function saysFalse(fields: Fields | undefined): boolean {
  return fields?.['result'] === false || fields?.['result'] === 'false';
}
