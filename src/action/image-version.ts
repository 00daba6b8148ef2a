import { UserError } from '../errors.ts';
import { quoted, shown } from '../text.ts';
import type { Run } from '../context.ts';

export interface ImageVersion {
  readonly value: string;
  /** What the reader of the log should know about where it came from. */
  readonly warning?: string;
}

/**
 * The version of the image that was built from this commit: the input, else the tag's name, else the
 * commit's full SHA.
 * It is never rewritten, since it must equal what was pushed: a name that no registry takes is refused.
 */
export function imageVersionOf(run: Run, input: string, dryRun: boolean): ImageVersion {
  if (input !== '') return checked(input, 'Input image-version');
  if (buildsAnotherCommit(run.eventName)) return ofAnotherCommit(run, dryRun);
  if (run.refType === 'tag') return checked(run.refName, `The tag's name`);
  if (run.sha === '') {
    throw new UserError(
      'GITHUB_SHA is not set, so the image version is unknown: set the input image-version.',
    );
  }
  return checked(run.sha, 'GITHUB_SHA');
}

/** In these events GITHUB_SHA is a merge commit, or the default branch: no image was built from it. */
function buildsAnotherCommit(eventName: string): boolean {
  return eventName.startsWith('pull_request') || eventName === 'workflow_run';
}

function ofAnotherCommit(run: Run, dryRun: boolean): ImageVersion {
  const reason = `In a ${shown(run.eventName)} event GITHUB_SHA is not the commit whose image was built`;
  if (dryRun && run.sha !== '') {
    return {
      ...checked(run.sha, 'GITHUB_SHA'),
      warning: `${reason}: this dry run shows ${run.sha} in its place. A deployment needs the input image-version.`,
    };
  }
  throw new UserError(
    `${reason}, so the version can't come from it. Set the input image-version, for instance to \${{ steps.meta.outputs.version }} of docker/metadata-action.`,
  );
}

function checked(value: string, origin: string): ImageVersion {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(value)) {
    throw new UserError(
      `${origin} is ${quoted(value)}, which is no valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - not starting with . or -.${suggestionFor(value)}`,
    );
  }
  if (value !== 'latest') return { value };
  return {
    value,
    warning:
      'The image version is "latest": nobody can tell later which image this service runs, and a restart can change it. Prefer a version of its own for every commit.',
  };
}

function suggestionFor(value: string): string {
  const tag = value
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 128);
  if (tag === '') return '';
  return ` If the image was pushed as ${quoted(tag)}, set the input image-version to that.`;
}
