import { createHash } from 'node:crypto';
import type { Environment } from '../context.ts';
import { countOf, parseFields, textOf, toFields } from '../json.ts';
import { isServiceId, type Cleanup } from '../service/service.ts';
import { printable } from '../text.ts';
import type { Access } from './credentials.ts';
import type { Report } from './report.ts';

/** What a step has neither said nor done if it ends at once. Its post step says and does it. */
export interface LeftState {
  /** What exists, in sentences. */
  readonly text: string;
  /** Whether it is about an update, which leaves nothing that was not there before. */
  readonly isUpdate: boolean;
  /** Undefined if nothing is to be deleted. */
  readonly cleanup: Cleanup | undefined;
  /** The API's address. */
  readonly endpoint: string;
  /** Tells whether another step has the same account there, and does not tell which. */
  readonly account: string;
  /** The variables whose values the step has masked. */
  readonly secretNames: readonly string[];
}

/** Where what a step leaves is. */
export function originOf({
  endpoint: { origin: endpoint },
  credentials: { accessKeyId },
}: Access): Pick<LeftState, 'endpoint' | 'account'> {
  const digest = createHash('sha256').update(JSON.stringify([endpoint, accessKeyId]));
  return { endpoint, account: digest.digest('hex').slice(0, 16) };
}

const stateName = 'post';

/** The runner takes what a step has saved last, also of a step that is killed. */
export function createPostState(
  { saveState, redact, warn }: Pick<Report, 'saveState' | 'redact' | 'warn'>,
  environment: Environment,
) {
  // Without a file for it, the state would be printed as a command of the log.
  let isSaving = (environment['GITHUB_STATE'] ?? '') !== '';
  let saved: string | undefined;
  let hasCleanup = false;
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
  /** A secret that is the service's name is not written down. */
  const unlessSecret = (text: string): string => (redact(text) === text ? text : '');
  return {
    /** First of all: what the environment holds under the state's name is not from this step. */
    begin: (): void => {
      write('');
    },
    save: (state: Omit<LeftState, 'secretNames'>): void => {
      const { cleanup } = state;
      hasCleanup = cleanup !== undefined;
      const secretNames = Object.entries(environment)
        .filter(([, value = '']) => value !== '' && redact(value) === '***')
        .map(([name]) => name);
      const serviceName = unlessSecret(cleanup?.serviceName ?? '');
      const left = { ...state, text: redact(state.text), secretNames };
      write(JSON.stringify({ ...left, cleanup: cleanup && { ...cleanup, serviceName } }));
    },
    /** Once the step has said what exists: only a cleanup is left then, if it has not worked. */
    end: (): void => {
      if (!hasCleanup) write('');
    },
  };
}

/** Undefined if the step has left nothing, or nothing that can be used. */
export function readPostState(environment: Environment): LeftState | undefined {
  const fields = parseFields(environment[`STATE_${stateName}`] ?? '') ?? {};
  const text = textOf(fields['text']);
  if (text === '') return undefined;
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
  const fields = toFields(value) ?? {};
  const serviceId = textOf(fields['serviceId']);
  if (!isServiceId(serviceId)) return undefined;
  // As JSON writes a date.
  const requestedAt = new Date(textOf(fields['requestedAt']));
  return {
    serviceId,
    serviceName: textOf(fields['serviceName']),
    firstRunning: countOf(fields['firstRunning']),
    isRepeat: fields['isRepeat'] === true,
    requestedAt: Number.isNaN(requestedAt.getTime()) ? undefined : requestedAt,
  };
}
