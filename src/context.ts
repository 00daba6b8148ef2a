export type Environment = Readonly<Record<string, string | undefined>>;

/** The workflow run that this step belongs to. What the runner doesn't set is empty. */
export type Run = Readonly<ReturnType<typeof parseRun>>;

/** @see https://docs.github.com/actions/reference/workflows-and-actions/variables */
export function parseRun(env: Environment) {
  const of = (name: string): string => env[name] ?? '';
  // Some servers name themselves with a slash at the end.
  const address = (name: string): string => of(name).replace(/\/+$/, '');
  // What older runners, and act, don't set in variables of their own.
  const [, folder = '', name = ''] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(of('GITHUB_REF')) ?? [];
  const refType = folder === 'tags' ? 'tag' : folder === '' ? '' : 'branch';
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
    /** The step's id, or the name that the runner makes for a step without one. */
    step: of('GITHUB_ACTION'),
    actor: of('GITHUB_ACTOR'),
    eventName: of('GITHUB_EVENT_NAME'),
    /** The file with the event's payload, JSON. */
    eventPath: of('GITHUB_EVENT_PATH'),
    ref: of('GITHUB_REF'),
    /** Such as `main` or `v1.2.3`. */
    refName: of('GITHUB_REF_NAME') || name,
    /** `branch` or `tag`. */
    refType: of('GITHUB_REF_TYPE') || refType,
    sha: of('GITHUB_SHA'),
    workspace: of('GITHUB_WORKSPACE'),
    temp: of('RUNNER_TEMP'),
  };
}
