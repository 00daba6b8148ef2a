import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import { isImageTag, notAnImageTag } from '../image-tag.ts';
import { textOf, type Fields } from '../json.ts';
import { printable, quoted } from '../text.ts';
import { deletedRefIn, isZeroCommit } from './event.ts';

export interface ImageVersion {
  readonly value: string;
  /** What the user should know about it. */
  readonly warning?: string;
  /** Set in a dry run if the version to deploy is unknown, so that no image need exist. */
  readonly isStandIn?: true;
}

export interface VersionOrigin {
  readonly run: Run;
  /** Of the event that started the run. */
  readonly payload: Fields;
  /** The input `image-version`; empty if it is not set. */
  readonly input: string;
  readonly isDryRun: boolean;
}

/**
 * The version of the image that was built from the run's commit: the input, else the name of the tag,
 * else the full commit SHA. It must equal the tag that was pushed to the registry, so it is never
 * rewritten.
 * @throws UserError if the event doesn't name a commit to deploy, or the version is not a valid tag
 */
export function imageVersionOf({ run, payload, input, isDryRun }: VersionOrigin): ImageVersion {
  const deletedRef = deletedRefIn(run, payload);
  if (deletedRef !== undefined) {
    throw new UserError(
      `This push deletes ${deletedRef === '' ? 'a ref' : quoted(deletedRef)}, so there is nothing to deploy. Skip the step for such pushes: if: \${{ !github.event.deleted }}`,
    );
  }
  if (input !== '') return checkedVersion(input, 'Input image-version', run);
  const reason = otherCommitReason(run, payload);
  if (reason !== undefined && isDryRun) {
    const { value } = commitVersion(run);
    const warning = `${reason}. This dry run uses ${value} in its place; a deployment needs the input image-version.`;
    return { value, isStandIn: true, warning };
  }
  if (reason !== undefined) {
    throw new UserError(
      `${reason}. Set the input image-version, for example to ${exampleFor(run)}.`,
    );
  }
  if (run.refType === 'tag') return checkedVersion(run.refName, 'The name of the tag', run);
  if (run.ref !== '' || run.refName !== '') return commitVersion(run);
  throw new UserError(
    'Neither GITHUB_REF nor the event names a branch or tag, so the image version is unknown. Set the input image-version.',
  );
}

/**
 * The events whose GITHUB_SHA is the commit that an image was built from. In others it can be a merge
 * commit, or the default branch's last one.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const isOfCommit = /^(?:push|create|release|workflow_dispatch|schedule|merge_group|deployment)$/;

/** Undefined if the event's GITHUB_SHA is the commit to deploy. */
function otherCommitReason({ eventName }: Run, payload: Fields): string | undefined {
  if (eventName === '') return 'GITHUB_EVENT_NAME is not set, so the commit to deploy is unknown';
  const action = textOf(payload['action']);
  if (eventName === 'release' && ['deleted', 'unpublished'].includes(action)) {
    return `A release event of type ${action} has no image to deploy`;
  }
  if (isOfCommit.test(eventName)) return undefined;
  return `No image version is derived from a ${printable(eventName, 80)} event`;
}

function exampleFor({ eventName }: Run): string {
  if (eventName === 'workflow_run') return '${{ github.event.workflow_run.head_sha }}';
  if (eventName.startsWith('pull_request')) return '${{ github.event.pull_request.head.sha }}';
  return '${{ steps.meta.outputs.version }} of docker/metadata-action';
}

function commitVersion(run: Run): ImageVersion {
  if (run.sha !== '') return checkedVersion(run.sha, 'GITHUB_SHA', run);
  throw new UserError(
    'GITHUB_SHA is not set, so the image version is unknown. Set the input image-version.',
  );
}

function checkedVersion(value: string, origin: string, run: Run): ImageVersion {
  if (!isImageTag(value)) {
    const meant = versionMeant(value, run);
    throw new UserError(
      `${origin} is ${quoted(value)}, which ${notAnImageTag}${isImageTag(meant) ? ` Did you mean ${quoted(meant)}?` : ''}`,
    );
  }
  if (isZeroCommit(value.replace(/^sha-/, ''))) {
    throw new UserError(
      `${origin} is ${quoted(value)}, Git's id for a commit that doesn't exist: there is no image to deploy. Set the input image-version to the tag that was pushed.`,
    );
  }
  if (value !== 'latest') return { value };
  return {
    value,
    warning:
      'The image version is "latest", so it is unclear later which image this service runs, and a restart can change it. Prefer a version of its own for each commit.',
  };
}

/**
 * The tag that was meant by a ref or an image's address. Anything else may be a secret in the wrong place,
 * of which the runner masks only the whole, so no part of it is printed.
 */
function versionMeant(value: string, { ref, refName }: Run): string {
  // Only the whole ref says what `7/merge` is.
  const text = value === refName && ref.endsWith(`/${value}`) ? ref : value;
  const [, pullRequest] = /^refs\/pull\/([0-9]+)\/(?:merge|head)$/.exec(text) ?? [];
  if (pullRequest !== undefined) return `pr-${pullRequest}`;
  const [, name = value === refName ? value : undefined] =
    /^refs\/(?:heads|tags|remotes\/[^/]+)\/(.+)$/.exec(text) ?? [];
  // As docker/metadata-action names the image of a ref, with no separator at either end.
  if (name !== undefined) {
    return name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[.-]+|(?<![.-])[.-]+$/g, '');
  }
  // `v1.0` of `registry.example/shop/web:v1.0`; without a folder, `user:password` has the same form.
  const [, tag = ''] =
    /^(?:[a-z]+:\/\/)?[a-z0-9.-]+(?::[0-9]+)?(?:\/[a-z0-9._-]+)+:([\w.-]+)(?:@sha256:[0-9a-f]{64})?$/.exec(
      value,
    ) ?? [];
  return tag;
}
