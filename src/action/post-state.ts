import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../context.ts';
import type { Endpoint } from '../http/connection.ts';
import { countOf, parseFields, textOf, toFields } from '../json.ts';
import { isServiceId, type Cleanup } from '../service/service.ts';
import { printable } from '../text.ts';
import type { Report } from './report.ts';

/** What a step has neither said nor done if it ends at once. Its post step says and does it. */
export interface PostState {
  /** What exists, in sentences. */
  readonly text: string;
  /** Whether it is about an update, which leaves nothing that was not there before. */
  readonly isUpdate: boolean;
  /** Undefined if nothing is to be deleted. */
  readonly cleanup: Cleanup | undefined;
  /** The API's address. */
  readonly endpoint: string;
  /** Whose it is: {@link accountOf}. */
  readonly account: string;
}

/** A state that a step has left. */
export interface LeftState extends PostState {
  /** The variables whose values the step has masked. */
  readonly secretNames: readonly string[];
}

export interface PostStateWriter {
  /** First of all: what the environment holds under the state's name is not from this step. */
  readonly begin: () => void;
  readonly save: (state: PostState) => void;
  /** Once the step has said what exists: only a cleanup is left then, if it has not worked. */
  readonly end: () => void;
}

/** Where what a step leaves is. */
export function originOf(
  { secure, host }: Endpoint,
  accessKeyId: string,
): Pick<PostState, 'endpoint' | 'account'> {
  const endpoint = `${secure ? 'https' : 'http'}://${host}`;
  return { endpoint, account: accountOf(host, accessKeyId) };
}

/** Tells whether two steps mean the same account at the same endpoint, and does not tell which. */
export function accountOf(host: string, accessKeyId: string): string {
  const text = JSON.stringify([host, accessKeyId]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const stateName = 'post';

/** The runner takes what a step has saved last, also of a step that is killed. */
export function createPostState(
  { saveState, redact, warn }: Pick<Report, 'saveState' | 'redact' | 'warn'>,
  environment: Environment,
): PostStateWriter {
  // Without a file for it, the state would be printed as a command of the log.
  let isSaving = (environment['GITHUB_STATE'] ?? '') !== '';
  let saved: string | undefined;
  let last: PostState | undefined;
  const write = (text: string): void => {
    if (!isSaving || text === saved) return;
    try {
      saveState(stateName, text);
      saved = text;
    } catch (error) {
      isSaving = false;
      warn(`What the post step would need can't be saved: ${printable(String(error))}`);
    }
  };
  const secretNames = (): readonly string[] =>
    Object.entries(environment).flatMap(([name, value = '']) =>
      value !== '' && redact(value) === '***' ? [name] : [],
    );
  return {
    begin: () => {
      write('');
    },
    save: (state) => {
      if (isDeepStrictEqual(state, last)) return;
      last = state;
      const { text, cleanup, ...where } = state;
      write(
        JSON.stringify({
          text: redact(text),
          ...where,
          ...(cleanup !== undefined && {
            cleanup: { ...cleanup, serviceName: unlessSecret(cleanup.serviceName, redact) },
            secretNames: secretNames(),
          }),
        }),
      );
    },
    end: () => {
      if (last?.cleanup === undefined) write('');
    },
  };
}

function unlessSecret(text: string, redact: (text: string) => string): string {
  return redact(text) === text ? text : '';
}

/** Undefined if the step has left nothing, or nothing that can be used. */
export function readPostState(environment: Environment): LeftState | undefined {
  const fields = parseFields(environment[`STATE_${stateName}`] ?? '');
  const text = textOf(fields?.['text']);
  if (fields === undefined || text === '') return undefined;
  const names = fields['secretNames'];
  return {
    text,
    isUpdate: fields['isUpdate'] === true,
    endpoint: textOf(fields['endpoint']),
    account: textOf(fields['account']),
    cleanup: parseCleanup(fields['cleanup']),
    secretNames: (Array.isArray(names) ? names.map(textOf) : []).filter((name) =>
      Object.hasOwn(environment, name),
    ),
  };
}

function parseCleanup(value: unknown): Cleanup | undefined {
  const fields = toFields(value);
  const serviceId = textOf(fields?.['serviceId']);
  if (fields === undefined || !isServiceId(serviceId)) return undefined;
  return {
    serviceId,
    serviceName: textOf(fields['serviceName']),
    firstRunning: countOf(fields['firstRunning']),
    isRepeat: fields['isRepeat'] === true,
    requestedAt: dateOf(fields['requestedAt']),
  };
}

/** As JSON writes a date. */
function dateOf(value: unknown): Date | undefined {
  const text = textOf(value);
  return Number.isNaN(Date.parse(text)) ? undefined : new Date(text);
}
