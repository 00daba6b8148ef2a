/** The workflow run that this step belongs to. What the runner doesn't set is empty. */
export interface Run {
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly repositoryId: string;
  readonly repositoryOwner: string;
  readonly workflow: string;
  readonly runId: string;
  readonly runNumber: string;
  readonly runAttempt: string;
  readonly job: string;
  /** The step's id, or the name that the runner makes for a step without one. */
  readonly step: string;
  readonly actor: string;
  readonly eventName: string;
  /** The file with the event's payload, JSON. */
  readonly eventPath: string;
  readonly ref: string;
  /** Such as `main` or `v1.2.3`. */
  readonly refName: string;
  /** `branch` or `tag`. */
  readonly refType: string;
  readonly sha: string;
  readonly workspace: string;
  readonly temp: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** @see https://docs.github.com/actions/reference/workflows-and-actions/variables */
export function parseRun(env: Environment): Run {
  const of = (name: string): string => env[name] ?? '';
  // Some servers name themselves with a slash at the end.
  const address = (name: string): string => of(name).replace(/\/+$/, '');
  const ref = parseRef(of('GITHUB_REF'));
  return {
    serverUrl: address('GITHUB_SERVER_URL'),
    apiUrl: address('GITHUB_API_URL'),
    repository: of('GITHUB_REPOSITORY'),
    repositoryId: env['GITHUB_REPOSITORY_ID'] ?? of('GITHUB_REPOSITORY'),
    repositoryOwner: of('GITHUB_REPOSITORY_OWNER'),
    workflow: of('GITHUB_WORKFLOW'),
    runId: of('GITHUB_RUN_ID'),
    runNumber: of('GITHUB_RUN_NUMBER'),
    runAttempt: of('GITHUB_RUN_ATTEMPT'),
    job: of('GITHUB_JOB'),
    step: of('GITHUB_ACTION'),
    actor: of('GITHUB_ACTOR'),
    eventName: of('GITHUB_EVENT_NAME'),
    eventPath: of('GITHUB_EVENT_PATH'),
    ref: of('GITHUB_REF'),
    refName: of('GITHUB_REF_NAME') || ref.name,
    refType: of('GITHUB_REF_TYPE') || ref.type,
    sha: of('GITHUB_SHA'),
    workspace: of('GITHUB_WORKSPACE'),
    temp: of('RUNNER_TEMP'),
  };
}

/** What older runners, and act, don't set in variables of their own: `refs/tags/v1.2.3` is the tag v1.2.3. */
function parseRef(ref: string): { readonly name: string; readonly type: string } {
  const [, folder = '', name = ''] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(ref) ?? [];
  return { name, type: folder === 'tags' ? 'tag' : folder === '' ? '' : 'branch' };
}
