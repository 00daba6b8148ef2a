/** The programs that run workflows on this machine, without containers: act, and the runner of Gitea. */
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface WorkflowProgram {
  readonly file: string;
  /** Takes the repository's name from its remote, which must be on the server. */
  readonly needsRemote: boolean;
  /** Where it expects the server's API. */
  readonly apiPath: '' | '/api/v1';
  readonly argumentsFor: (run: ProgramRun) => readonly string[];
}

export interface ProgramRun {
  readonly event: string;
  /** Holds the event's payload; Gitea's runner has no option for it. */
  readonly eventFile: string;
  /** The action, a repository with the tag v1. */
  readonly action: string;
  /** The address of the server that has the action; only Gitea's runner fetches it. */
  readonly gitUrl: string;
  /** The server of the repository that is deployed. */
  readonly serverUrl: string;
  readonly cache: string;
}

const versions = { act: '0.2.89', 'gitea-runner': '1.0.8' };

const act = (file: string): WorkflowProgram => ({
  file,
  needsRemote: false,
  apiPath: '',
  argumentsFor: ({ event, eventFile, action, serverUrl, cache }) => [
    ...[event, '--eventpath', eventFile],
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--local-repository', `org/bec-create@v1=${action}`],
    ...['--action-cache-path', cache, '--no-cache-server'],
    ...['--env', `GITHUB_API_URL=${serverUrl}`],
  ],
});

const giteaRunner = (file: string): WorkflowProgram => ({
  file,
  needsRemote: true,
  apiPath: '/api/v1',
  argumentsFor: ({ event, gitUrl, serverUrl }) => [
    ...['exec', '--workflows', '.github/workflows/workflow.yml', '--event', event],
    ...['--image', '-self-hosted', '--artifact-server-addr', '127.0.0.1'],
    ...['--gitea-instance', serverUrl, '--default-actions-url', gitUrl],
  ],
});

export const findAct = (): WorkflowProgram => act(find('act'));

export const findGiteaRunner = (): WorkflowProgram => giteaRunner(find('gitea-runner'));

/** Where `.ci/run` puts it, or wherever else it is installed. */
function find(name: keyof typeof versions): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folders = [
    join(cache, `bec-create-ci/${name}-v${versions[name]}`),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(`${name} ${versions[name]} is not installed. Run .ci/run, which installs it.`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
