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
  readonly ref: string;
  readonly refName: string;
  readonly refType: string;
  readonly sha: string;
  readonly workspace: string;
  readonly temp: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** @see https://docs.github.com/actions/reference/workflows-and-actions/variables */
export function parseRun(env: Environment): Run {
  const of = (name: string): string => env[name] ?? '';
  return {
    serverUrl: of('GITHUB_SERVER_URL'),
    apiUrl: of('GITHUB_API_URL'),
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
    ref: of('GITHUB_REF'),
    refName: of('GITHUB_REF_NAME'),
    refType: of('GITHUB_REF_TYPE'),
    sha: of('GITHUB_SHA'),
    workspace: of('GITHUB_WORKSPACE'),
    temp: of('RUNNER_TEMP'),
  };
}
