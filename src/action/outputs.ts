import type { ClientTokens, CreatedService, RunningService, Service } from '../service/rollout.ts';
import type { Prepared } from './outcome.ts';
import type { Report } from './report.ts';

/** The outputs in action.yml, each set as soon as it is known. If one is set twice, the last value counts. */
export interface Outputs {
  readonly prepared: (prepared: Prepared) => void;
  readonly images: (digests: readonly string[]) => void;
  /** Undefined once the service turns out to have been deleted: nothing of it remains set. */
  readonly created: (created: CreatedService | undefined) => void;
  readonly seen: (service: Service) => void;
  readonly running: (running: RunningService) => void;
}

/** @param tokenKind a token of the user's own may hold a secret, one that is made here only looks so */
export function createOutputs(
  {
    setOutput,
    setOwnOutput,
    setJsonOutput,
  }: Pick<Report, 'setOutput' | 'setOwnOutput' | 'setJsonOutput'>,
  tokenKind: ClientTokens['kind'],
): Outputs {
  const setClientToken = (clientToken: string): void => {
    if (tokenKind === 'own') setOutput('clientToken', clientToken);
    else setOwnOutput('clientToken', clientToken);
  };
  const seen = ({ status, details }: Service): void => {
    setOutput('status', status);
    setJsonOutput('service', details);
  };
  return {
    prepared: ({ serviceName, clientToken, imageVersion, request }) => {
      setOutput('serviceName', serviceName);
      setClientToken(clientToken);
      setOutput('imageVersion', imageVersion);
      setJsonOutput('request', request);
    },
    images: (digests) => {
      setOutput('imageDigest', digests.join('\n'));
    },
    created: (created) => {
      setOutput('serviceId', created?.value.serviceId ?? '');
      setOutput('requestId', created?.requestId ?? '');
      if (created === undefined) {
        setOutput('status', '');
        setOutput('service', '');
        return;
      }
      setClientToken(created.clientToken);
      seen(created.value);
    },
    seen,
    running: ({ pods, publicIp, previousServices }) => {
      if (pods !== undefined) setJsonOutput('pods', pods);
      setOutput('publicIp', publicIp);
      const previousServiceIds = previousServices.map(({ serviceId }) => serviceId);
      setOutput('previousServiceIds', previousServiceIds.join('\n'));
    },
  };
}
