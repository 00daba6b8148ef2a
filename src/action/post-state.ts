import type { Environment } from '../context.ts';
import { parseFields, textOf, toFields } from '../json.ts';
import type { Cleanup } from '../service/rollout.ts';
import type { Report } from './report.ts';

/** What a step has neither said nor done if it ends at once. Its post step says and does it. */
export interface PostState {
  /** What exists, in sentences. */
  readonly text: string;
  /** Undefined if nothing is to be deleted. */
  readonly cleanup: Cleanup | undefined;
}

export interface PostStateWriter {
  readonly save: (state: PostState) => void;
  /** Once the step has said what exists: only a cleanup is left then, if it has not worked. */
  readonly end: () => void;
}

const stateName = 'post';

/** The runner takes what a step has saved last, also of a step that is killed. */
export function createPostState(
  { saveState, redact }: Pick<Report, 'saveState' | 'redact'>,
  environment: Environment,
): PostStateWriter {
  // Without a file for it, the state would be printed as a command of the log.
  const hasFile = (environment['GITHUB_STATE'] ?? '') !== '';
  let saved = '';
  let needsCleanup = false;
  const write = (text: string): void => {
    if (hasFile && text !== saved) saveState(stateName, text);
    saved = text;
  };
  return {
    save: ({ text, cleanup }) => {
      needsCleanup = cleanup !== undefined;
      write(JSON.stringify({ text: redact(text), cleanup }));
    },
    end: () => {
      if (!needsCleanup) write('');
    },
  };
}

/** Undefined if the step has left nothing. */
export function readPostState(environment: Environment): PostState | undefined {
  const fields = parseFields(environment[`STATE_${stateName}`] ?? '');
  if (fields === undefined) return undefined;
  const cleanup = toFields(fields['cleanup']);
  return {
    text: textOf(fields['text']),
    cleanup: cleanup && {
      serviceId: textOf(cleanup['serviceId']),
      wasSeen: cleanup['wasSeen'] === true,
    },
  };
}
